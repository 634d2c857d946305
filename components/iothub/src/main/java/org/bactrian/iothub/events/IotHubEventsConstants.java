package org.bactrian.iothub.events;

import org.apache.camel.spi.Metadata;

/** Names of the message headers that the component sets. */
public final class IotHubEventsConstants {

  @Metadata(
      description = "Number of the partition that the messages of the exchange are from.",
      javaType = "String")
  public static final String PARTITION = "BactrianIotHubPartition";

  private IotHubEventsConstants() {}
}
