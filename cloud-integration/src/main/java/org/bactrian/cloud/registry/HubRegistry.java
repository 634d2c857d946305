package org.bactrian.cloud.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.iothub.rest.HubAddress;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.QueryPage;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ModuleId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Identities and twins of one IoT Hub, changed in such a way that replicas do not get in each
 * other's way: a twin by its etag, an identity only when it is not there. Safe for use by many
 * threads; calls block.
 */
public final class HubRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(HubRegistry.class);

  private static final int MAX_PAGE = 1_000;
  // Every try but one of a collision succeeds, so this is reached with as many writers at once.
  private static final int UPDATE_TRIES = 50;
  // "Understand the identity registry in your IoT hub", device identity properties.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-:.+%_#*?!(),=@;$']{1,128}");
  // IoT Hub names no limit of a list of devices; that of a message is safe.
  private static final int MAX_REQUEST_BYTES = 256 * 1024;
  private static final Duration PAUSE_AFTER_COLLISION = Duration.ofMillis(10);

  private final HubService hub;

  public HubRegistry(HubService hub) {
    this.hub = hub;
  }

  /**
   * Some twins, or rows, that a query found.
   *
   * @param rows JSON of the rows
   * @param continuation token of the next page; empty for none
   */
  public record Found(List<JsonNode> rows, String continuation) {}

  /**
   * Change to make to a twin, and the ground for it.
   *
   * @param ground what led to the patch
   * @param patch an empty patch for no change
   */
  record Decision<T>(T ground, ObjectNode patch) {}

  /**
   * Result of a decision on a twin.
   *
   * @param ground that of the last decision
   * @param before the twin that it was made on
   * @param after the same when nothing was to be done
   */
  record Outcome<T>(T ground, Twin before, Twin after) {

    @SuppressWarnings("ReferenceEquality") // the same twin says that nothing was to be changed
    boolean isChanged() {
      return before != after;
    }
  }

  /**
   * Returns a twin.
   *
   * @throws OperationException of kind NOT_FOUND when there is none
   */
  public Twin get(ModuleId id) {
    return find(id).orElseThrow(() -> missing(id, null));
  }

  /** Returns a twin, when there is one. */
  public Optional<Twin> find(ModuleId id) {
    if (!isPossible(id)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Twin.of(HubThrottlingRetry.call(() -> hub.twin(address(id)))));
    } catch (OperationException e) {
      e.throwUnless(FaultKind.NOT_FOUND);
      return Optional.empty();
    }
  }

  /** Returns whether IoT Hub lets anything have this id. It refuses even questions for others. */
  private static boolean isPossible(ModuleId id) {
    return ID.matcher(id.deviceId()).matches()
        && (!id.isModule() || ID.matcher(id.moduleId()).matches());
  }

  private static OperationException missing(ModuleId id, @Nullable Exception cause) {
    return new OperationException(
        FaultKind.NOT_FOUND, "IoT Hub has no " + address(id) + ".", cause);
  }

  /**
   * Changes a twin on the ground of what it is: the change is made again when another one came
   * first.
   *
   * @param change makes a patch of a twin; an empty patch for no change
   * @return the twin after it
   * @throws OperationException of kind NOT_FOUND when there is none
   */
  public Twin update(ModuleId id, Function<Twin, ObjectNode> change) {
    return update(get(id), change);
  }

  /** Changes a twin that was just read, on the ground of what it is. */
  Twin update(Twin read, Function<Twin, ObjectNode> change) {
    return decide(read, twin -> new Decision<>(twin, change.apply(twin))).after();
  }

  /**
   * Changes a twin that was just read, and tells on what ground it was done. The decision is made
   * again when another change came first, so it only looks: what it leads to is done with the
   * outcome.
   */
  <T> Outcome<T> decide(Twin read, Function<Twin, Decision<T>> decision) {
    ModuleId id = read.id();
    Twin twin = read;
    for (int tries = 1; ; tries++) {
      Decision<T> made = decision.apply(twin);
      if (made.patch().isEmpty()) {
        return new Outcome<>(made.ground(), twin, twin);
      }
      try {
        String etag = twin.etag();
        Twin after =
            Twin.of(HubThrottlingRetry.call(() -> hub.patchTwin(address(id), made.patch(), etag)));
        return new Outcome<>(made.ground(), twin, after);
      } catch (OperationException e) {
        if (e.kind() == FaultKind.NOT_FOUND) {
          throw missing(id, e);
        }
        e.throwUnless(FaultKind.OUT_OF_DATE);
        if (tries == UPDATE_TRIES) {
          throw e;
        }
        HubThrottlingRetry.pause(PAUSE_AFTER_COLLISION, tries);
        twin = get(id);
      }
    }
  }

  /**
   * Changes a twin on other ground than what it is, such as a database: decides again on what came
   * of it until nothing is to be changed. The ground may change between a decision and its change,
   * and whoever changed it may look at the twin in between, and find nothing to do.
   *
   * @return outcome of all changes together
   */
  <T> Outcome<T> settle(Twin read, Function<Twin, Decision<T>> decision) {
    Outcome<T> all = decide(read, decision);
    boolean settled = !all.isChanged();
    for (int tries = 1; !settled && tries < UPDATE_TRIES; tries++) {
      Outcome<T> next = decide(all.after(), decision);
      settled = !next.isChanged();
      all = new Outcome<>(next.ground(), all.before(), settled ? all.after() : next.after());
    }
    return all;
  }

  /**
   * Makes a device unless it is there.
   *
   * @return whether it was made now
   */
  public boolean createDevice(String deviceId) {
    try {
      HubThrottlingRetry.call(() -> hub.createIdentity(new HubAddress(deviceId, ""), identity()));
      return true;
    } catch (OperationException e) {
      e.throwUnless(FaultKind.CONFLICT);
      return false;
    }
  }

  /**
   * Makes devices with their twins, in as few requests as IoT Hub takes.
   *
   * @param twins patches of the twins by the ids of the devices
   * @return twins of the devices that were made; the others are there, were refused, or come after
   *     a request that failed
   * @throws OperationException when IoT Hub does not answer the first request, which may have made
   *     some of its devices
   */
  List<Twin> createDevices(Map<String, ObjectNode> twins) {
    List<Twin> made = new ArrayList<>();
    for (List<ObjectNode> request : requests(twins)) {
      try {
        made.addAll(createAtOnce(request));
      } catch (OperationException e) {
        if (made.isEmpty()) {
          throw e;
        }
        LOG.warn(
            "IoT Hub made only {} of {} devices: {}", made.size(), twins.size(), e.getMessage());
        return made;
      }
    }
    return made;
  }

  private static List<List<ObjectNode>> requests(Map<String, ObjectNode> twins) {
    List<List<ObjectNode>> requests = new ArrayList<>();
    List<ObjectNode> request = new ArrayList<>();
    int bytes = 0;
    for (Map.Entry<String, ObjectNode> twin : twins.entrySet()) {
      ObjectNode device = twin.getValue().deepCopy().put("id", twin.getKey());
      identity().properties().forEach(member -> device.set(member.getKey(), member.getValue()));
      int size = device.toString().getBytes(StandardCharsets.UTF_8).length;
      if (request.size() == HubService.MAX_DEVICES || bytes + size > MAX_REQUEST_BYTES) {
        requests.add(request);
        request = new ArrayList<>();
        bytes = 0;
      }
      request.add(device);
      bytes += size;
    }
    requests.add(request);
    return requests;
  }

  private List<Twin> createAtOnce(List<ObjectNode> devices) {
    if (devices.isEmpty()) {
      return List.of();
    }
    Set<String> refused = refused(devices);
    return devices.stream()
        .filter(device -> !refused.contains(idOf(device)))
        .map(device -> Twin.of(device.put("deviceId", idOf(device))))
        .toList();
  }

  private static String idOf(ObjectNode device) {
    return device.path("id").asText();
  }

  private Set<String> refused(List<ObjectNode> devices) {
    try {
      return HubThrottlingRetry.call(() -> hub.createDevices(devices));
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BAD_REQUEST);
      LOG.warn("IoT Hub refused a list of devices, which are made one by one: {}", e.getMessage());
      return devices.stream().map(HubRegistry::idOf).collect(Collectors.toSet());
    }
  }

  private static ObjectNode identity() {
    ObjectNode identity = JsonNodeFactory.instance.objectNode();
    identity.put("status", "enabled");
    identity.putObject("authentication").put("type", "sas");
    return identity;
  }

  /**
   * Removes a device.
   *
   * @return whether it was there
   */
  public boolean deleteDevice(String deviceId) {
    try {
      HubThrottlingRetry.call(
          () -> {
            hub.deleteIdentity(new HubAddress(deviceId, ""), HubService.ANY_ETAG);
            return "";
          });
      return true;
    } catch (OperationException e) {
      e.throwUnless(FaultKind.NOT_FOUND);
      return false;
    }
  }

  /** Returns the key that a device signs with. It is a secret. */
  String deviceKey(String deviceId) {
    JsonNode identity = HubThrottlingRetry.call(() -> hub.identity(new HubAddress(deviceId, "")));
    return identity.path("authentication").path("symmetricKey").path("primaryKey").asText();
  }

  /** Returns all twins that a query finds. */
  public List<Twin> all(String query) {
    List<Twin> twins = new ArrayList<>();
    String continuation = "";
    do {
      Found page = page(query, MAX_PAGE, continuation);
      page.rows().forEach(row -> twins.add(Twin.of(row)));
      continuation = page.continuation();
    } while (!continuation.isEmpty());
    return twins;
  }

  /** Returns some results of a query, from where the page before ended. */
  public Found page(String query, int pageSize, String continuation) {
    QueryPage page =
        HubThrottlingRetry.call(() -> hub.query(query, Math.min(pageSize, MAX_PAGE), continuation));
    List<JsonNode> rows = new ArrayList<>();
    page.results().forEach(rows::add);
    return new Found(rows, page.continuation());
  }

  HubService service() {
    return hub;
  }

  static HubAddress address(ModuleId id) {
    return new HubAddress(id.deviceId(), id.moduleId());
  }
}
