package org.bactrian.cloud.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationQuery;
import org.bactrian.cloud.registry.twin.ApplicationTwin;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ApplicationType;
import org.bactrian.model.registry.LowerCase;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryOperation;

/** Applications in their twins. Safe for use by many threads. */
public final class ApplicationTwins {

  private final HubRegistry hub;

  public ApplicationTwins(HubRegistry hub) {
    this.hub = hub;
  }

  /**
   * A change that was made.
   *
   * @param before what it was; empty for what is new
   * @param after what it is
   */
  public record Change(Optional<ApplicationInfo> before, ApplicationInfo after) {}

  PagedQuery<ApplicationRegistrationQuery, ApplicationInfo> pages() {
    return new PagedQuery<>(
        hub,
        ApplicationRegistrationQuery.class,
        ApplicationTwins::query,
        PagedQuery.always(ApplicationTwin::read));
  }

  /**
   * Returns an application.
   *
   * @throws OperationException of kind NOT_FOUND when there is none of this id
   */
  public ApplicationInfo get(String id) {
    return find(id).orElseThrow(() -> missing(id));
  }

  /** Returns an application, when there is one of this id. */
  public Optional<ApplicationInfo> find(String id) {
    return hub.find(device(id)).flatMap(ApplicationTwin::read);
  }

  /**
   * Adds an application.
   *
   * @throws OperationException of kind CONFLICT when it is there already
   */
  ApplicationInfo add(ApplicationInfo application) {
    // Refuses what cannot be written before there is an identity without tags.
    ApplicationTwin.patch(Twin.blank(device(application.registeredId())), application);
    String id = application.registeredId();
    hub.createDevice(id);
    Twin twin =
        hub.update(
            device(id),
            existing -> {
              // An identity without tags is what a replica left that died in between, or what
              // another one has just made: the first to write the tags has added the application.
              if (ApplicationTwin.read(existing).isPresent()) {
                throw new OperationException(
                    FaultKind.CONFLICT, "Application " + id + " exists already.");
              }
              return ApplicationTwin.patch(existing, application);
            });
    return ApplicationTwin.read(twin).orElseThrow(() -> missing(id));
  }

  /**
   * Changes an application on the ground of what it is.
   *
   * @throws OperationException of kind NOT_FOUND when there is none of this id
   */
  public Change update(String id, UnaryOperator<ApplicationInfo> change) {
    HubRegistry.Outcome<ApplicationInfo> outcome =
        hub.decide(
            hub.find(device(id)).orElseThrow(() -> missing(id)),
            existing -> {
              ApplicationInfo before =
                  ApplicationTwin.read(existing).orElseThrow(() -> missing(id));
              return new HubRegistry.Decision<>(
                  before, ApplicationTwin.patch(existing, change.apply(before)));
            });
    return new Change(
        Optional.of(outcome.ground()),
        ApplicationTwin.read(outcome.after()).orElseThrow(() -> missing(id)));
  }

  /** Decision on an application, made on the ground of what it is. */
  public interface Decision {

    /** Returns the wanted application; empty when nothing is to be done. */
    Optional<ApplicationInfo> wanted();
  }

  /**
   * Result of a decision on an application.
   *
   * @param decision the last decision
   * @param change the change, when there was one
   */
  public record Outcome<T extends Decision>(T decision, Optional<Change> change) {}

  /**
   * Makes an application what it has to be, whether it is there or not.
   *
   * @param decide decides on the ground of the existing application, and again when that changed
   *     meanwhile and after each change, so it only looks. Who made and changed it is for this
   *     method to note.
   * @param operation who does it, noted when something changes
   */
  public <T extends Decision> Outcome<T> put(
      String id, Function<Optional<ApplicationInfo>, T> decide, RegistryOperation operation) {
    Optional<Twin> found = hub.find(device(id));
    if (found.isEmpty()) {
      T made = decide.apply(Optional.empty());
      if (made.wanted().isEmpty()) {
        return new Outcome<>(made, Optional.empty());
      }
      ApplicationTwin.patch(Twin.blank(device(id)), made.wanted().get());
      hub.createDevice(id);
    }
    HubRegistry.Outcome<T> outcome =
        hub.settle(
            found.orElseGet(() -> hub.get(device(id))),
            existing -> {
              T made = decide.apply(ApplicationTwin.read(existing));
              return new HubRegistry.Decision<>(
                  made,
                  made.wanted()
                      .map(application -> stampedPatch(existing, application, operation))
                      .orElseGet(JsonNodeFactory.instance::objectNode));
            });
    return new Outcome<>(outcome.ground(), change(outcome.before(), outcome.after()));
  }

  // The same twin says that nothing was to be changed.
  @SuppressWarnings("ReferenceEquality")
  private static Optional<Change> change(Twin before, Twin after) {
    return before == after
        ? Optional.empty()
        : ApplicationTwin.read(after)
            .map(changed -> new Change(ApplicationTwin.read(before), changed));
  }

  private static ObjectNode stampedPatch(
      Twin twin, ApplicationInfo wanted, RegistryOperation operation) {
    Optional<ApplicationInfo> existing = ApplicationTwin.read(twin);
    if (existing.isEmpty()) {
      return ApplicationTwin.patch(twin, wanted.withCreated(operation).withUpdated(null));
    }
    RegistryOperation created = existing.get().created();
    ObjectNode changes =
        ApplicationTwin.patch(
            twin, wanted.withCreated(created).withUpdated(existing.get().updated()));
    return changes.isEmpty()
        ? changes
        : ApplicationTwin.patch(twin, wanted.withCreated(created).withUpdated(operation));
  }

  /**
   * Makes applications that are not there yet, in few requests.
   *
   * @param operation who does it
   * @return those that were made; the others are there, or were refused
   */
  public List<ApplicationInfo> create(
      List<ApplicationInfo> applications, RegistryOperation operation) {
    Map<String, ObjectNode> twins = new LinkedHashMap<>();
    for (ApplicationInfo application : applications) {
      String id = application.registeredId();
      twins.put(id, stampedPatch(Twin.blank(device(id)), application, operation));
    }
    return hub.createDevices(twins).stream()
        .flatMap(twin -> ApplicationTwin.read(twin).stream())
        .toList();
  }

  /** Returns what a discoverer found of applications and endpoints. */
  public DiscovererFindings findings(String discovererId) {
    return DiscovererFindings.of(hub, discovererId);
  }

  /** Removes an application, when there is one of this id. */
  Optional<ApplicationInfo> delete(String id) {
    Optional<ApplicationInfo> application = find(id);
    return application.filter(gone -> hub.deleteDevice(id));
  }

  private static TwinQueryText query(Optional<ApplicationRegistrationQuery> query) {
    TwinQueryText text = TwinQueryText.devices(ApplicationTwin.TYPE);
    query.ifPresent(asked -> filter(text, asked));
    return text;
  }

  private static void filter(TwinQueryText text, ApplicationRegistrationQuery asked) {
    if (!Boolean.TRUE.equals(asked.includeNotSeenSince())) {
      text.seen();
    }
    if (asked.locale() == null) {
      text.equal("tags.ApplicationName", asked.applicationName());
    } else {
      String name = "tags.LocalizedNames." + TwinQueryText.name(asked.locale());
      if (asked.applicationName() == null) {
        text.and("IS_DEFINED(" + name + ")");
      } else {
        text.equal(name, asked.applicationName());
      }
    }
    text.equal("tags.DiscovererId", asked.discovererId())
        .equal("tags.ProductUri", asked.productUri())
        .equal("tags.GatewayServerUri", asked.gatewayServerUri())
        .equal("tags.DiscoveryProfileUri", asked.discoveryProfileUri())
        .equal(
            "tags.ApplicationUriLC",
            asked.applicationUri() == null ? null : LowerCase.of(asked.applicationUri()));
    ApplicationType type = asked.applicationType();
    boolean both = type == ApplicationType.ClientAndServer;
    if (both || type == ApplicationType.Client) {
      text.and("tags.Client = true");
    }
    if (both || type == ApplicationType.Server) {
      text.and("tags.Server = true");
    }
    if (type == ApplicationType.DiscoveryServer) {
      text.and("tags.DiscoveryServer = true");
    }
    if (asked.capability() != null) {
      String name = asked.capability().replaceAll("[^\\p{L}\\p{Nd}]", "_").toUpperCase(Locale.ROOT);
      text.and("tags.Capabilities." + TwinQueryText.name(name) + " = true");
    }
    text.equal("tags.SiteOrGatewayId", asked.siteOrGatewayId());
  }

  private static ModuleId device(String id) {
    return new ModuleId(id, "");
  }

  private static OperationException missing(String id) {
    return NotFoundFaults.APPLICATION.of(id);
  }
}
