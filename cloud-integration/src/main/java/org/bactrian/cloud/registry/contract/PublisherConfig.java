package org.bactrian.cloud.registry.contract;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    @Nullable Map<String, String> capabilities,
    @Nullable Duration jobCheckInterval,
    @Nullable Duration heartbeatInterval,
    @Nullable Integer maxWorkers,
    @Nullable String jobOrchestratorUrl) {

  public PublisherConfig {
    capabilities = capabilities == null ? null : Map.copyOf(capabilities);
  }

  /** Nothing set: the publisher's own defaults. */
  public static final PublisherConfig NONE = new PublisherConfig(null, null, null, null, null);
}
