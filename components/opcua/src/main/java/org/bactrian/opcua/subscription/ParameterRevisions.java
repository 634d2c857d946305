package org.bactrian.opcua.subscription;

import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Count of items that a server samples slower or queues shorter than it was asked (Part 4, 5.13.2),
 * logged once for all items that were created together.
 */
final class ParameterRevisions {

  private static final Logger LOG = LoggerFactory.getLogger(ParameterRevisions.class);
  private static final double MUCH = 1.5;

  private int slower;
  private int shorter;
  private String example = "";

  void add(MonitoredItem item, MonitoredItemCreateResult result) {
    double asked = item.samplingInterval().toNanos() / 1e6;
    if (asked > 0 && result.getRevisedSamplingInterval() > asked * MUCH) {
      slower++;
      example =
          "%s every %s ms and not every %s ms"
              .formatted(item.key(), result.getRevisedSamplingInterval(), asked);
    }
    if (result.getRevisedQueueSize().longValue() < item.queueSize()) {
      shorter++;
    }
  }

  void log(String server) {
    if (slower > 0) {
      LOG.info("{}: the server samples {} items slower, such as {}", server, slower, example);
    }
    if (shorter > 0) {
      LOG.info("{}: the server gives {} items a shorter queue than asked", server, shorter);
    }
  }
}
