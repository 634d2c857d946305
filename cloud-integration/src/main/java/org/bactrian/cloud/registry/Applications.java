package org.bactrian.cloud.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.cloud.paging.ContinuationToken;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationQuery;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationQueryBuilder;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationRequest;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationResponse;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationUpdate;
import org.bactrian.cloud.registry.contract.ApplicationSites;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.Page;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ApplicationInfoBuilder;
import org.bactrian.model.registry.ApplicationRegistration;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.RegistryOperation;
import org.bactrian.model.registry.TimeTexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code applications}: operations on applications. What becomes of an application becomes
 * of its endpoints.
 */
public final class Applications {

  private static final Logger LOG = LoggerFactory.getLogger(Applications.class);
  private static final String SITE = "SiteOrGatewayId";
  private static final String SITES =
      "SELECT tags.SiteOrGatewayId, COUNT() FROM devices WHERE tags.DeviceType = 'Application'"
          + " GROUP BY tags.SiteOrGatewayId";

  private final HubRegistry hub;
  private final ApplicationTwins twins;
  private final EndpointTwins endpointTwins;
  private final Endpoints endpoints;
  private final RegistryEvents events;
  private final InstantSource clock;
  private final PagedQuery<ApplicationRegistrationQuery, ApplicationInfo> pages;

  public Applications(
      HubRegistry hub, Endpoints endpoints, RegistryEvents events, InstantSource clock) {
    this.hub = hub;
    this.twins = new ApplicationTwins(hub);
    this.endpointTwins = new EndpointTwins(hub);
    this.endpoints = endpoints;
    this.events = events;
    this.clock = clock;
    this.pages = twins.pages();
  }

  /** CreateApplication: registers an application as described. */
  public ApplicationRegistrationResponse createApplication(
      @Body ApplicationRegistrationRequest request,
      @Header(RegistryHeaders.AUTHORITY) String authority) {
    return add(described(request).withCreated(now(authority)));
  }

  private static ApplicationInfo described(ApplicationRegistrationRequest request) {
    if (request.applicationUri() == null || request.applicationUri().isBlank()) {
      throw new OperationException(FaultKind.BAD_REQUEST, "applicationUri is missing.");
    }
    return ApplicationInfoBuilder.builder()
        .applicationType(request.applicationType())
        .applicationUri(request.applicationUri())
        .productUri(request.productUri())
        .applicationName(request.applicationName())
        .locale(request.locale())
        .localizedNames(request.localizedNames())
        .capabilities(request.capabilities())
        .discoveryUrls(request.discoveryUrls())
        .discoveryProfileUri(request.discoveryProfileUri())
        .gatewayServerUri(request.gatewayServerUri())
        .build()
        .foundBy(request.siteId(), null);
  }

  private ApplicationRegistrationResponse add(ApplicationInfo application) {
    ApplicationInfo added = twins.add(application);
    tell(RegistryEventType.New, added);
    tell(RegistryEventType.Enabled, added);
    return new ApplicationRegistrationResponse(added.registeredId());
  }

  /** Registers an application as described, or changes the one that is registered. */
  public ApplicationRegistrationResponse registerApplication(
      @Body ApplicationRegistrationRequest request,
      @Header(RegistryHeaders.AUTHORITY) String authority) {
    ApplicationInfo described = described(request);
    String id = described.registeredId();
    Optional<ApplicationInfo> known = twins.find(id);
    if (known.isEmpty()) {
      return add(described.withCreated(now(authority)));
    }
    ApplicationRegistrationUpdate update = asUpdate(request);
    if (!ApplicationChange.of(known.get(), update).equals(known.get())) {
      updateApplicationRegistration(id, update, authority);
    }
    return new ApplicationRegistrationResponse(id);
  }

  private static ApplicationRegistrationUpdate asUpdate(ApplicationRegistrationRequest request) {
    return new ApplicationRegistrationUpdate(
        request.productUri(),
        request.applicationName(),
        request.locale(),
        request.localizedNames(),
        request.capabilities(),
        request.discoveryUrls(),
        request.discoveryProfileUri(),
        request.gatewayServerUri());
  }

  /** GetApplicationRegistration: an application with its endpoints. */
  public ApplicationRegistration getApplicationRegistration(
      @Header("applicationId") String applicationId) {
    ApplicationInfo application = twins.get(applicationId);
    List<EndpointRegistration> found =
        endpointTwins.ofApplication(applicationId, application.isDisabled()).stream()
            .map(EndpointInfo::registration)
            .toList();
    return new ApplicationRegistration(application, found);
  }

  /** UpdateApplicationRegistration: changes what the request names. */
  public void updateApplicationRegistration(
      @Header("applicationId") String applicationId,
      @Body ApplicationRegistrationUpdate update,
      @Header(RegistryHeaders.AUTHORITY) String authority) {
    ApplicationTwins.Change change =
        twins.update(
            applicationId,
            application -> ApplicationChange.of(application, update).withUpdated(now(authority)));
    tell(RegistryEventType.Updated, change.after());
  }

  /** DisableApplication: takes an application and its endpoints out of use. */
  public void disableApplication(
      @Header("applicationId") String applicationId,
      @Header(RegistryHeaders.AUTHORITY) String authority) {
    Instant since = clock.instant();
    ApplicationTwins.Change change =
        twins.update(
            applicationId,
            application ->
                application.isDisabled()
                    ? application
                    : application.withNotSeenSince(since).withUpdated(now(authority)));
    endpoints.disableAll(applicationId, change.after().notSeenSince());
    tell(RegistryEventType.Disabled, change.after());
  }

  /** EnableApplication: takes an application and its endpoints back into use. */
  public void enableApplication(
      @Header("applicationId") String applicationId,
      @Header(RegistryHeaders.AUTHORITY) String authority) {
    ApplicationTwins.Change change =
        twins.update(
            applicationId,
            application ->
                application.isDisabled()
                    ? application.withNotSeenSince(null).withUpdated(now(authority))
                    : application);
    endpoints.enableAll(applicationId);
    tell(RegistryEventType.Enabled, change.after());
  }

  /** DeleteApplication: removes an application and its endpoints. */
  public void deleteApplication(@Header("applicationId") String applicationId) {
    ApplicationInfo application = twins.get(applicationId);
    remove(application);
  }

  /**
   * DeleteAllDisabledApplications: removes what was not seen for a time.
   *
   * @param notSeenFor how long, as {@code d.hh:mm:ss}; everything that is disabled without it
   */
  public void deleteAllDisabledApplications(@Header("notSeenFor") String notSeenFor) {
    Instant before = clock.instant().minus(duration(notSeenFor));
    ApplicationRegistrationQuery any =
        ApplicationRegistrationQueryBuilder.builder().includeNotSeenSince(true).build();
    for (ApplicationInfo listed : pages.all(any)) {
      if (!longGone(listed, before)) {
        continue;
      }
      // It may have been seen since the list was made.
      Optional<ApplicationInfo> current = twins.find(listed.registeredId());
      if (current.isPresent() && longGone(current.get(), before)) {
        remove(current.get());
      }
    }
  }

  private void remove(ApplicationInfo application) {
    // Endpoints first: an application without them can be removed again, they not without it.
    endpoints.deleteAll(application.registeredId());
    if (twins.delete(application.registeredId()).isPresent()) {
      LOG.info("Application {} was removed", application.registeredId());
      tell(RegistryEventType.Deleted, application);
    }
  }

  private static boolean longGone(ApplicationInfo application, Instant before) {
    // The epoch stands for a time that nobody noted.
    Instant since = application.notSeenSince();
    return since != null && since.isAfter(Instant.EPOCH) && since.isBefore(before);
  }

  private static Duration duration(String text) {
    try {
      return text == null ? Duration.ZERO : TimeTexts.duration(text);
    } catch (IllegalArgumentException e) {
      throw new OperationException(FaultKind.BAD_REQUEST, "notSeenFor: " + e.getMessage(), e);
    }
  }

  /** GetListOfApplications: all, with those that are disabled. */
  public Page<ApplicationInfo> getListOfApplications(
      @Header("continuationToken") String continuationToken, @Header("pageSize") Integer pageSize) {
    return pages.list(continuationToken, null, pageSize);
  }

  /** QueryApplications: those that are asked for. */
  public Page<ApplicationInfo> queryApplications(
      @Body ApplicationRegistrationQuery query, @Header("pageSize") Integer pageSize) {
    return pages.query(query, null, pageSize);
  }

  /** GetFilteredListOfApplications: those that are asked for. */
  public Page<ApplicationInfo> getFilteredListOfApplications(
      @Body ApplicationRegistrationQuery query, @Header("pageSize") Integer pageSize) {
    return pages.query(query, null, pageSize);
  }

  /** GetListOfSites: where there are applications. */
  public ApplicationSites getListOfSites(
      @Header("continuationToken") String continuationToken, @Header("pageSize") Integer pageSize) {
    String from = "";
    if (continuationToken != null && !continuationToken.isEmpty()) {
      from = ContinuationToken.position(continuationToken, SITE).path("hub").asText();
    }
    HubRegistry.Found found = hub.page(SITES, ContinuationToken.size(pageSize), from);
    List<String> sites =
        found.rows().stream()
            .map(row -> row.path(SITE).asText(""))
            .filter(site -> !site.isEmpty())
            .toList();
    ObjectNode next = ContinuationToken.positionOf(SITE).put("hub", found.continuation());
    return new ApplicationSites(
        sites, found.continuation().isEmpty() ? null : ContinuationToken.text(next));
  }

  private RegistryOperation now(String authority) {
    return new RegistryOperation(authority, clock.instant());
  }

  /** Tells subscribers of a change of an application. */
  public void tell(RegistryEventType type, ApplicationInfo application) {
    events.publish(RegistryEventSource.Application, type, application.registeredId(), application);
  }
}
