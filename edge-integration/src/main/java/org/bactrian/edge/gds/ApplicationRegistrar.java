package org.bactrian.edge.gds;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.vault.ApplicationVaultRequestBuilder;
import org.bactrian.model.vault.VaultRequestKind;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Registration of applications, and their requests to the Vault: what a client asks for is on disk
 * when it is answered. Thread-safe.
 */
public final class ApplicationRegistrar {

  /** Shortest time between two questions for the trust list of the same application. */
  private static final Duration TRUST_LIST_AGE = Duration.ofMinutes(1);

  private final ApplicationDirectory applications;
  private final GdsRequests requests;
  private final Supplier<String> site;
  private final InstantSource clock;
  private final Map<UUID, Instant> asked = new ConcurrentHashMap<>();

  /**
   * @param site name of the edge's site; empty for none
   */
  public ApplicationRegistrar(
      ApplicationDirectory applications,
      GdsRequests requests,
      Supplier<String> site,
      InstantSource clock) {
    this.applications = applications;
    this.requests = requests;
    this.site = site;
    this.clock = clock;
  }

  /** The applications that are registered. */
  public ApplicationDirectory applications() {
    return applications;
  }

  /**
   * The application of that id.
   *
   * @throws UaException with Bad_NotFound
   */
  public GdsApplication get(UUID id) throws UaException {
    return applications
        .find(id)
        .orElseThrow(
            () ->
                new UaException(
                    StatusCodes.Bad_NotFound, "No application with the id %s.".formatted(id)));
  }

  /** Adds an application; see {@link ApplicationDirectory#register}. */
  public GdsApplication register(GdsApplication described) throws UaException {
    GdsApplication added = applications.register(described);
    try {
      requests.add(VaultRequestKind.RegisterApplication, added.id(), info(added));
      return added;
    } catch (UaException e) {
      applications.unregister(added.id());
      throw e;
    }
  }

  /** Changes an application; see {@link ApplicationDirectory#update}. */
  public void update(GdsApplication described) throws UaException {
    GdsApplication changed = applications.update(described);
    requests.add(VaultRequestKind.RegisterApplication, changed.id(), info(changed));
  }

  /** Removes an application with its requests. */
  public void unregister(UUID id) throws UaException {
    GdsApplication removed = get(id);
    requests.add(VaultRequestKind.UnregisterApplication, id, info(removed));
    applications.unregister(id);
    requests.removeAllBut(id, VaultRequestKind.UnregisterApplication);
    asked.remove(id);
  }

  /**
   * Keeps a request for a certificate for a key of the application.
   *
   * @param certificateRequest PKCS #10 in base64, which was checked
   * @return id of the request
   */
  public UUID startSigning(GdsApplication application, String certificateRequest)
      throws UaException {
    return requests.add(
        application.id(),
        message(VaultRequestKind.StartSigningRequest, application)
            .certificateRequest(certificateRequest),
        GdsRequestBuilder.builder());
  }

  /**
   * Keeps a request for a key and its certificate.
   *
   * @param subjectName wanted subject; empty for one made of the application's name
   * @param password password of the key; empty for none
   * @return id of the request
   */
  public UUID startKeyPair(
      GdsApplication application,
      String subjectName,
      List<String> domainNames,
      PrivateKeyFormat format,
      String password)
      throws UaException {
    return requests.add(
        application.id(),
        message(VaultRequestKind.StartNewKeyPairRequest, application)
            .subjectName(subjectName.isEmpty() ? null : subjectName)
            .domainNames(domainNames),
        GdsRequestBuilder.builder()
            .keyFormat(format)
            .keyPassword(password.isEmpty() ? null : password));
  }

  /**
   * A request of an application for a certificate.
   *
   * @throws UaException with Bad_InvalidArgument for an id that is not one of its requests
   */
  public GdsRequest request(GdsApplication application, UUID id) throws UaException {
    return requests
        .find(id)
        .filter(request -> request.applicationId().equals(application.id()))
        .filter(GdsRequest::isForCertificate)
        .orElseThrow(
            () ->
                new UaException(
                    StatusCodes.Bad_InvalidArgument,
                    "%s has no request %s; one that was fetched is forgotten an hour later."
                        .formatted(application.applicationUri(), id)));
  }

  /** Notes that the application has fetched the outcome of a request. */
  public void fetched(GdsRequest request) throws UaException {
    requests.fetched(request);
  }

  /** Asks the Vault what the application is to trust, unless it was asked a moment ago. */
  public void refreshTrustList(GdsApplication application) throws UaException {
    Instant now = clock.instant();
    Instant last = asked.get(application.id());
    if (last == null || !last.plus(TRUST_LIST_AGE).isAfter(now)) {
      asked.put(application.id(), now);
      requests.add(VaultRequestKind.GetTrustList, application.id(), info(application));
    }
  }

  private ApplicationVaultRequestBuilder message(
      VaultRequestKind kind, GdsApplication application) {
    return ApplicationVaultRequestBuilder.builder().kind(kind).application(info(application));
  }

  private ApplicationInfo info(GdsApplication application) {
    return application.info(site.get());
  }
}
