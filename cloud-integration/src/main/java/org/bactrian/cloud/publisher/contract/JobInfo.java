package org.bactrian.cloud.publisher.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job.
 *
 * @param id id of the job, which is that of its endpoint
 * @param name id of the application of the endpoint
 * @param jobConfigurationType kind of the configuration
 * @param jobConfiguration what is published and how, without passwords
 * @param demands conditions for publishers
 * @param redundancyConfig number of publishers
 * @param lifetimeData state
 */
public record JobInfo(
    String id,
    @Nullable String name,
    String jobConfigurationType,
    JsonNode jobConfiguration,
    List<Demand> demands,
    RedundancyConfig redundancyConfig,
    JobLifetimeData lifetimeData) {

  /** The only kind of configuration that there is: a WriterGroup and its DataSetWriters. */
  public static final String CONFIGURATION_TYPE = "DataSetWriterV2";

  public JobInfo {
    demands = List.copyOf(demands);
  }
}
