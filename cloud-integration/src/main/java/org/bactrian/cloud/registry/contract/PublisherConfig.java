package org.bactrian.cloud.registry.contract;

import java.time.Duration;
import java.util.Map;

/**
 * Job settings of a publisher.
 *
 * @param capabilities what it says of itself when it asks for jobs
 * @param jobCheckInterval how often it asks for jobs
 * @param heartbeatInterval how often it says that it is alive
 * @param maxWorkers jobs that it runs at once
 * @param jobOrchestratorUrl where it asks for jobs
 */
public record PublisherConfig(
    Map<String, String> capabilities,
    Duration jobCheckInterval,
    Duration heartbeatInterval,
    Integer maxWorkers,
    String jobOrchestratorUrl) {

  public PublisherConfig {
    capabilities = capabilities == null ? null : Map.copyOf(capabilities);
  }

  /** Nothing set: the publisher's own defaults. */
  public static final PublisherConfig NONE = new PublisherConfig(null, null, null, null, null);
}
