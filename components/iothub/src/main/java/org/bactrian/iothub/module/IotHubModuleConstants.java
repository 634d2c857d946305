package org.bactrian.iothub.module;

import org.apache.camel.spi.Metadata;
import org.bactrian.model.telemetry.TelemetryHeaders;

/**
 * Names of the message headers that the component sets, and reads where the endpoint says {@code
 * fromHeaders}; the status of a method is always read.
 */
public final class IotHubModuleConstants {

  @Metadata(
      label = "producer telemetry",
      description =
          "Id of the message, the same at every attempt to send it. Without it the id of the"
              + " exchange is taken.",
      javaType = "String")
  public static final String MESSAGE_ID = TelemetryHeaders.MESSAGE_ID;

  @Metadata(
      label = "producer telemetry",
      description = "Media type of the body, in place of the option contentType.",
      javaType = "String")
  public static final String CONTENT_TYPE = TelemetryHeaders.CONTENT_TYPE;

  @Metadata(
      label = "producer telemetry",
      description = "Encoding of the body, in place of the option contentEncoding.",
      javaType = "String")
  public static final String CONTENT_ENCODING = TelemetryHeaders.CONTENT_ENCODING;

  @Metadata(
      label = "producer telemetry",
      description = "Application properties of the message.",
      javaType = "java.util.Map<String, String>")
  public static final String PROPERTIES = TelemetryHeaders.PROPERTIES;

  @Metadata(
      label = "producer telemetry",
      description = "Output of the IoT Edge module, in place of the option outputName.",
      javaType = "String")
  public static final String OUTPUT_NAME = "BactrianIotHubOutputName";

  @Metadata(
      label = "producer telemetry",
      description = "Component of the digital twin model that the message belongs to.",
      javaType = "String")
  public static final String COMPONENT_NAME = "BactrianIotHubComponentName";

  @Metadata(
      label = "consumer method",
      description = "Name of the direct method that was called.",
      javaType = "String")
  public static final String METHOD_NAME = "BactrianIotHubMethodName";

  @Metadata(
      label = "consumer method",
      description = "Status for the caller, set by the route. Without it 200, or 500 on failure.",
      javaType = "Integer")
  public static final String METHOD_STATUS = "BactrianIotHubMethodStatus";

  @Metadata(
      label = "consumer twin",
      description = "Whether the body is the whole twin or changed desired properties.",
      javaType = "org.bactrian.iothub.module.TwinChange")
  public static final String TWIN_CHANGE = "BactrianIotHubTwinChange";

  @Metadata(
      label = "producer twin",
      description = "What to do with the twin, in place of the option twinOperation.",
      javaType = "org.bactrian.iothub.module.TwinOperation")
  public static final String TWIN_OPERATION = "BactrianIotHubTwinOperation";

  @Metadata(
      label = "consumer twin,producer twin",
      description =
          "Version of the desired properties in a consumer, of the reported ones after a report.",
      javaType = "Integer")
  public static final String TWIN_VERSION = "BactrianIotHubTwinVersion";

  private IotHubModuleConstants() {}
}
