package org.bactrian.edge.publisher.group;

import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Limits at which a batch of DataSetMessages is sent as a NetworkMessage.
 *
 * @param batchSize largest number of DataSetMessages in one NetworkMessage, at least 1; 1 turns
 *     batching off
 * @param interval longest time that a DataSetMessage waits for others; zero waits for the batch
 *     size alone
 * @param maxMessageSize largest encoded NetworkMessage in bytes; IoT Hub takes 262,144 with its
 *     properties
 */
public record BatchTrigger(int batchSize, Duration interval, int maxMessageSize) {

  public BatchTrigger {
    SettingRange.atLeastOne("batchSize", batchSize);
    SettingRange.notNegative("interval", interval);
    if (maxMessageSize < 1024) {
      throw new IllegalArgumentException(
          "maxMessageSize must be at least 1024 bytes, was " + maxMessageSize);
    }
  }

  /** Returns whether several DataSetMessages may share a NetworkMessage. */
  public boolean batches() {
    return batchSize > 1;
  }
}
