package org.bactrian.iothub.events;

import com.azure.messaging.eventhubs.CheckpointStore;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Options of the component and of its endpoints. An empty text stands for an option not set. */
@UriParams
public class IotHubEventsConfiguration implements Cloneable {

  @UriParam(label = "security", secret = true)
  @Metadata(
      description =
          "Event Hubs-compatible connection string of the hub's built-in endpoint, with EntityPath."
              + " Without it nothing is read.")
  private String connectionString = "";

  @UriParam(label = "common")
  @Metadata(
      description =
          "Store of what was processed. With it, consumers of a group share the partitions, and a"
              + " batch is done when its exchange is. Without it, a consumer reads all partitions"
              + " from their newest position on.")
  private @Nullable CheckpointStore checkpointStore;

  @UriParam(label = "common", defaultValue = "100")
  @Metadata(
      description =
          "Largest number of messages of an exchange, 1 to 1000; with a checkpoint store.")
  private int batchSize = 100;

  @UriParam(label = "common", defaultValue = "250ms", javaType = "java.time.Duration")
  @Metadata(
      description =
          "Longest time that a message waits for others of its exchange; with a checkpoint store.",
      javaType = "java.time.Duration")
  private long batchWait = 250;

  @UriParam(label = "common", defaultValue = "0", javaType = "java.time.Duration")
  @Metadata(
      description = "Age from which on messages are passed over. Zero takes all.",
      javaType = "java.time.Duration")
  private long maxAge;

  @UriParam(label = "common", defaultValue = "20s", javaType = "java.time.Duration")
  @Metadata(
      description =
          "Time after which the partitions of a consumer that has gone silent go to others; with a"
              + " checkpoint store.",
      javaType = "java.time.Duration")
  private long ownershipExpiry = 20_000;

  @UriParam(label = "common", defaultValue = "1s", javaType = "java.time.Duration")
  @Metadata(
      description =
          "First wait before an exchange that failed is made again; it doubles up to 30 times that;"
              + " with a checkpoint store.",
      javaType = "java.time.Duration")
  private long retryDelay = 1_000;

  /** Returns a copy with the same options. */
  public IotHubEventsConfiguration copy() {
    try {
      return (IotHubEventsConfiguration) clone();
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }

  public String getConnectionString() {
    return connectionString;
  }

  public void setConnectionString(String connectionString) {
    this.connectionString = connectionString;
  }

  public @Nullable CheckpointStore getCheckpointStore() {
    return checkpointStore;
  }

  public void setCheckpointStore(@Nullable CheckpointStore checkpointStore) {
    this.checkpointStore = checkpointStore;
  }

  public int getBatchSize() {
    return batchSize;
  }

  public void setBatchSize(int batchSize) {
    this.batchSize = batchSize;
  }

  public long getBatchWait() {
    return batchWait;
  }

  public void setBatchWait(long batchWait) {
    this.batchWait = batchWait;
  }

  public long getMaxAge() {
    return maxAge;
  }

  public void setMaxAge(long maxAge) {
    this.maxAge = maxAge;
  }

  public long getOwnershipExpiry() {
    return ownershipExpiry;
  }

  public void setOwnershipExpiry(long ownershipExpiry) {
    this.ownershipExpiry = ownershipExpiry;
  }

  public long getRetryDelay() {
    return retryDelay;
  }

  public void setRetryDelay(long retryDelay) {
    this.retryDelay = retryDelay;
  }
}
