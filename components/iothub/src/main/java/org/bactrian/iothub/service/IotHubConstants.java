package org.bactrian.iothub.service;

import org.apache.camel.spi.Metadata;

/**
 * Names of the message headers that the component sets, and reads where the endpoint says {@code
 * fromHeaders}.
 */
public final class IotHubConstants {

  @Metadata(description = "Id of the device, in place of the option.", javaType = "String")
  public static final String DEVICE_ID = "BactrianIotHubDeviceId";

  @Metadata(description = "Id of the module, in place of the option.", javaType = "String")
  public static final String MODULE_ID = "BactrianIotHubModuleId";

  @Metadata(
      label = "method",
      description = "Name of the method, in place of the one in the path.",
      javaType = "String")
  public static final String METHOD_NAME = "BactrianIotHubMethodName";

  @Metadata(
      label = "method",
      description = "Status that the device or module answered with.",
      javaType = "Integer")
  public static final String METHOD_STATUS = "BactrianIotHubMethodStatus";

  @Metadata(
      label = "method",
      description = "How long the device may take, in place of the option.",
      javaType = "java.time.Duration")
  public static final String RESPONSE_TIMEOUT = "BactrianIotHubResponseTimeout";

  @Metadata(
      label = "method",
      description =
          "How long to wait for a device that is not connected, 0 to 300 seconds, in place of the"
              + " option.",
      javaType = "java.time.Duration")
  public static final String CONNECT_TIMEOUT = "BactrianIotHubConnectTimeout";

  @Metadata(
      label = "devices,modules,twin",
      description = "What to do, in place of the option.",
      javaType = "org.bactrian.iothub.service.IdentityAction")
  public static final String ACTION = "BactrianIotHubAction";

  @Metadata(
      label = "devices,modules,twin",
      description =
          "Etag that the identity or twin still has to have for a change, and after it the new one."
              + " Without it, any state is changed.",
      javaType = "String")
  public static final String ETAG = "BactrianIotHubEtag";

  @Metadata(
      label = "query",
      description = "Largest number of results in a page, in place of the option.",
      javaType = "Integer")
  public static final String PAGE_SIZE = "BactrianIotHubPageSize";

  @Metadata(
      label = "query",
      description =
          "Where the last page ended, set while there are more results; kept on the message, it"
              + " asks for the next page.",
      javaType = "String")
  public static final String CONTINUATION = "BactrianIotHubContinuation";

  private IotHubConstants() {}
}
