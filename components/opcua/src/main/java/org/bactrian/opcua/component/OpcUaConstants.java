package org.bactrian.opcua.component;

import org.apache.camel.spi.Metadata;

/** Names of the exchange headers of the component {@code opcua}. */
public final class OpcUaConstants {

  @Metadata(
      label = "producer",
      description =
          "Nodes to read, write or browse instead of those of the endpoint: a text as in the option"
              + " nodes, or a collection of texts",
      javaType = "Object")
  public static final String NODES = "BactrianOpcUaNodes";

  @Metadata(
      label = "producer",
      description = "Object to call the method on, instead of the one of the endpoint",
      javaType = "String")
  public static final String OBJECT = "BactrianOpcUaObject";

  @Metadata(
      label = "producer",
      description = "Method to call, instead of the one of the endpoint",
      javaType = "String")
  public static final String METHOD = "BactrianOpcUaMethod";

  @Metadata(
      label = "producer",
      description =
          "Status of the operation; of several, the first one that is not good, else Good",
      javaType = "String")
  public static final String STATUS = "BactrianOpcUaStatus";

  @Metadata(
      label = "consumer",
      description = "The server's number of the notification message",
      javaType = "Long")
  public static final String SEQUENCE_NUMBER = "BactrianOpcUaSequenceNumber";

  @Metadata(
      label = "consumer",
      description = "When the server sent the notification message",
      javaType = "java.time.Instant")
  public static final String PUBLISH_TIME = "BactrianOpcUaPublishTime";

  @Metadata(
      label = "consumer",
      description =
          "Why values may be missing before this message: RECREATED, SEQUENCE or OVERFLOW; absent"
              + " when none are",
      javaType = "String")
  public static final String GAP = "BactrianOpcUaGap";

  private OpcUaConstants() {}
}
