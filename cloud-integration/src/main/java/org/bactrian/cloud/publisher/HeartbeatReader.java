package org.bactrian.cloud.publisher;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.job.WorkerHeartbeat;
import org.bactrian.model.job.WorkerHeartbeat.WorkerReport;
import org.bactrian.model.registry.RegistryJson;

/** Reads heartbeats, whose senders may send anything. */
final class HeartbeatReader {

  /** Properties in which IoT Hub names the sender; no sender can write them. */
  private static final String DEVICE = "iothub-connection-device-id";

  private static final String MODULE = "iothub-connection-module-id";
  private static final int MAX_CAPABILITIES = 64;
  private static final int MAX_TEXT = 300;

  private HeartbeatReader() {}

  /**
   * Sender of a heartbeat.
   *
   * @param properties properties of the message
   * @throws UnreadableHeartbeatException when it is no module
   */
  static Agent sender(Map<String, Object> properties) {
    return new Agent(name(properties, DEVICE), name(properties, MODULE));
  }

  private static String name(Map<String, Object> properties, String property) {
    return Optional.ofNullable(properties.get(property))
        .map(Object::toString)
        .filter(ShownText::isId)
        .orElseThrow(
            () ->
                new UnreadableHeartbeatException(
                    "The heartbeat has no " + property + ", so no module sent it."));
  }

  /**
   * Reads a heartbeat. What it says of its sender is replaced by what IoT Hub says.
   *
   * @throws UnreadableHeartbeatException when it cannot be meant
   */
  static WorkerHeartbeat read(Agent agent, String body) {
    WorkerHeartbeat heartbeat;
    try {
      heartbeat = RegistryJson.read(body, WorkerHeartbeat.class);
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BAD_REQUEST);
      throw new UnreadableHeartbeatException("The body is no heartbeat: " + e.getMessage());
    } catch (NullPointerException e) {
      throw new UnreadableHeartbeatException("The body is no heartbeat: a list has null in it.");
    }
    require(heartbeat.session() > 0, "session");
    require(heartbeat.number() > 0, "number");
    require(heartbeat.workers().size() <= WorkerHeartbeat.MAX_WORKERS, "number of workers");
    Set<Integer> numbers = new HashSet<>();
    for (WorkerReport report : heartbeat.workers()) {
      boolean possible = report.worker() >= 0 && report.worker() < WorkerHeartbeat.MAX_WORKERS;
      require(possible && numbers.add(report.worker()), "worker");
      require(report.job() == null || isPossible(report.job()), "job");
    }
    require(heartbeat.capabilities().size() <= MAX_CAPABILITIES, "number of capabilities");
    heartbeat
        .capabilities()
        .forEach((key, value) -> require(isText(key) && isText(value), "capability"));
    return new WorkerHeartbeat(
        heartbeat.session(),
        heartbeat.number(),
        heartbeat.notice(),
        heartbeat.interval(),
        capabilities(agent, heartbeat.capabilities()),
        heartbeat.workers());
  }

  private static Map<String, String> capabilities(Agent agent, Map<String, String> told) {
    Map<String, String> capabilities = new HashMap<>();
    Set<String> own = Set.of("type", "deviceid", "moduleid");
    told.forEach(
        (key, value) -> {
          if (!own.contains(key.toLowerCase(Locale.ROOT))) {
            capabilities.put(key, value);
          }
        });
    capabilities.put("Type", "publisher");
    capabilities.put("DeviceId", agent.deviceId());
    capabilities.put("ModuleId", agent.moduleId());
    return capabilities;
  }

  private static boolean isPossible(WorkerHeartbeat.JobReport job) {
    return ShownText.isId(job.jobId())
        && job.jobId().length() <= 128
        && (job.jobHash() == null || job.jobHash().length() <= 40 && isText(job.jobHash()));
  }

  private static boolean isText(String text) {
    return text.isEmpty() || text.length() <= MAX_TEXT && ShownText.isId(text);
  }

  private static void require(boolean possible, String member) {
    if (!possible) {
      throw new UnreadableHeartbeatException("The heartbeat has no possible " + member + ".");
    }
  }
}
