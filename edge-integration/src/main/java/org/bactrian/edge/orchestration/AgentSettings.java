package org.bactrian.edge.orchestration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bactrian.model.job.WorkerHeartbeat;
import org.bactrian.model.time.TimeSpanText;

/**
 * Settings of a publisher that gets its jobs from the cloud, from desired properties of its module.
 *
 * @param maxWorkers jobs at once, 1 to 250
 * @param heartbeatInterval time between two heartbeats, 200 ms to one minute
 * @param jobCheckInterval time between two questions for jobs, up to ten minutes. It is reported
 *     only, since jobs come without being asked for.
 * @param capabilities what demands of jobs are held against, besides site, device and module
 */
record AgentSettings(
    int maxWorkers,
    Duration heartbeatInterval,
    Duration jobCheckInterval,
    Map<String, String> capabilities) {

  static final AgentSettings DEFAULT =
      new AgentSettings(5, Duration.ofSeconds(3), Duration.ofSeconds(10), Map.of());

  private static final String MAX_WORKERS = "MaxWorkers";
  private static final String HEARTBEAT_INTERVAL = "HeartbeatInterval";
  private static final String JOB_CHECK_INTERVAL = "JobCheckInterval";
  private static final String CAPABILITIES = "Capabilities";
  private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(200);
  private static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(1);
  private static final Duration LONGEST_JOB_CHECK = Duration.ofMinutes(10);
  private static final int MOST_CAPABILITIES = 32;
  private static final int LONGEST_CAPABILITY = 256;

  AgentSettings {
    capabilities = Collections.unmodifiableMap(new TreeMap<>(capabilities));
  }

  /** Reads desired properties. Values that are missing, none or not positive are the defaults. */
  static AgentSettings of(JsonNode desired) {
    int workers = desired.path(MAX_WORKERS).asInt(0);
    return new AgentSettings(
        workers <= 0 ? DEFAULT.maxWorkers() : Math.min(workers, WorkerHeartbeat.MAX_WORKERS),
        interval(
            desired.path(HEARTBEAT_INTERVAL),
            DEFAULT.heartbeatInterval(),
            SHORTEST_HEARTBEAT,
            LONGEST_HEARTBEAT),
        interval(
            desired.path(JOB_CHECK_INTERVAL),
            DEFAULT.jobCheckInterval(),
            Duration.ofNanos(1),
            LONGEST_JOB_CHECK),
        capabilities(desired.path(CAPABILITIES)));
  }

  private static Duration interval(
      JsonNode text, Duration otherwise, Duration shortest, Duration longest) {
    Duration asked = TimeSpanText.parse(text.asText("")).orElse(Duration.ZERO);
    if (asked.isZero() || asked.isNegative()) {
      return otherwise;
    }
    if (asked.compareTo(shortest) < 0) {
      return shortest;
    }
    return asked.compareTo(longest) > 0 ? longest : asked;
  }

  private static Map<String, String> capabilities(JsonNode object) {
    Map<String, String> capabilities = new TreeMap<>();
    object.properties().stream()
        .filter(each -> each.getValue().isValueNode() && !each.getValue().isNull())
        .filter(each -> each.getKey().length() <= LONGEST_CAPABILITY)
        .filter(each -> each.getValue().asText().length() <= LONGEST_CAPABILITY)
        .limit(MOST_CAPABILITIES)
        .forEach(each -> capabilities.put(each.getKey(), each.getValue().asText()));
    return capabilities;
  }

  /**
   * The values in effect as reported properties: as they are desired where that is what is done.
   *
   * @param desired desired properties that the settings were read from
   */
  ObjectNode reported(JsonNode desired) {
    ObjectNode reported = JsonNodeFactory.instance.objectNode();
    reported.put(MAX_WORKERS, maxWorkers);
    put(reported, HEARTBEAT_INTERVAL, heartbeatInterval, desired);
    put(reported, JOB_CHECK_INTERVAL, jobCheckInterval, desired);
    if (capabilities.isEmpty()) {
      reported.putNull(CAPABILITIES);
    } else {
      ObjectNode each = reported.putObject(CAPABILITIES);
      capabilities.forEach(each::put);
    }
    return reported;
  }

  private static void put(ObjectNode reported, String name, Duration used, JsonNode desired) {
    String text = desired.path(name).asText("");
    Optional<Duration> asked = TimeSpanText.parse(text);
    boolean asDesired = asked.isPresent() && asked.get().equals(used);
    reported.put(name, asDesired ? text : TimeSpanText.format(used));
  }
}
