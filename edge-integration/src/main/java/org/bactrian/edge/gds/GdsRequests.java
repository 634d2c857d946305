package org.bactrian.edge.gds;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.model.vault.ApplicationVaultAnswer;
import org.bactrian.model.vault.ApplicationVaultRequest;
import org.bactrian.model.vault.ApplicationVaultRequestBuilder;
import org.bactrian.model.vault.VaultRequestKind;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Requests to the Vault, kept on disk until they are answered, and certificates until they were
 * fetched. Thread-safe.
 */
public final class GdsRequests {

  /** Requests for certificates whose outcome an application has not fetched. */
  public static final int MOST_PER_APPLICATION = 4;

  /** Time for which an outcome that was fetched can be fetched again, after a lost answer. */
  static final Duration FETCHED_KEPT = Duration.ofHours(1);

  private static final Set<VaultRequestKind> LATEST_COUNTS =
      Set.of(VaultRequestKind.RegisterApplication, VaultRequestKind.GetTrustList);

  /** Each of the others follows one of these, so that these bound them all. */
  private static final Set<VaultRequestKind> TAKES_ROOM =
      Set.of(
          VaultRequestKind.RegisterApplication,
          VaultRequestKind.StartSigningRequest,
          VaultRequestKind.StartNewKeyPairRequest);

  private final GdsFiles<GdsRequest> files;
  private final Map<UUID, GdsRequest> requests = new HashMap<>();
  private final int most;
  private final InstantSource clock;
  private final ResendTimes resends;
  private long lastSequence;

  /**
   * Reads the requests of a folder.
   *
   * @param most largest number of requests that are kept
   * @param retry time after which a message is sent again that the cloud has said nothing about
   */
  public GdsRequests(Path folder, int most, Duration retry, InstantSource clock) {
    this.files = new GdsFiles<>(folder, GdsRequest.class);
    this.most = most;
    this.clock = clock;
    this.resends = new ResendTimes(retry);
    for (GdsRequest request : files.read()) {
      requests.put(request.id(), request);
      lastSequence = Math.max(lastSequence, request.sequence());
    }
  }

  /** The request of that id; empty for none. */
  public synchronized Optional<GdsRequest> find(UUID id) {
    return Optional.ofNullable(requests.get(id));
  }

  /**
   * Keeps a request that says no more than its kind, in the place of an older one of the same kind
   * where only the latest counts.
   *
   * @param application id of the application
   * @param info the application as the registry knows it
   */
  public void add(VaultRequestKind kind, UUID application, ApplicationInfo info)
      throws UaException {
    add(
        application,
        ApplicationVaultRequestBuilder.builder().kind(kind).application(info),
        GdsRequestBuilder.builder());
  }

  /**
   * Keeps a request.
   *
   * @param message message to the Vault, without its id
   * @param request the rest of the request
   * @return its id
   * @throws UaException with Bad_TooManyOperations when the application waits for too many
   *     certificates, Bad_ResourceUnavailable when there are too many requests or the disk does not
   *     take it
   */
  public synchronized UUID add(
      UUID application, ApplicationVaultRequestBuilder message, GdsRequestBuilder request)
      throws UaException {
    UUID id = UUID.randomUUID();
    ApplicationVaultRequest sent = message.requestId(id.toString()).build();
    GdsRequest added =
        request.id(id).sequence(lastSequence + 1).applicationId(application).message(sent).build();
    Optional<GdsRequest> replaced =
        LATEST_COUNTS.contains(sent.kind()) ? latest(application, sent.kind()) : Optional.empty();
    if (replaced.isEmpty()) {
      replaced = admit(added);
    }
    put(added);
    lastSequence++;
    replaced.map(GdsRequest::id).ifPresent(this::remove);
    return id;
  }

  private Optional<GdsRequest> latest(UUID application, VaultRequestKind kind) {
    return requests.values().stream()
        .filter(one -> one.applicationId().equals(application) && one.message().kind() == kind)
        .findFirst();
  }

  /** Returns the request that makes room for another one: an outcome that nobody has fetched. */
  private Optional<GdsRequest> admit(GdsRequest added) throws UaException {
    Optional<GdsRequest> displaced = added.isForCertificate() ? displaced(added) : Optional.empty();
    boolean takesRoom = displaced.isEmpty() && TAKES_ROOM.contains(added.message().kind());
    if (takesRoom && requests.size() >= most) {
      throw new UaException(
          StatusCodes.Bad_ResourceUnavailable,
          "%d requests are kept, which is the limit. Answer them in the cloud, or raise the property %s."
              .formatted(most, AdmissionLimit.GDS_REQUESTS.property()));
    }
    return displaced;
  }

  /** An application that has lost the ids of its requests must still be able to ask again. */
  private Optional<GdsRequest> displaced(GdsRequest added) throws UaException {
    List<GdsRequest> kept =
        requests.values().stream()
            .filter(one -> one.applicationId().equals(added.applicationId()))
            .filter(one -> one.isForCertificate() && one.fetched() == null)
            .toList();
    if (kept.size() < MOST_PER_APPLICATION) {
      return Optional.empty();
    }
    Optional<GdsRequest> oldest =
        kept.stream()
            .filter(GdsRequest::isAnswered)
            .min(Comparator.comparingLong(GdsRequest::sequence));
    if (oldest.isEmpty()) {
      throw new UaException(
          StatusCodes.Bad_TooManyOperations,
          "%s waits for %d certificates, which is the limit. Have the requests approved or refused."
              .formatted(added.message().application().applicationUri(), kept.size()));
    }
    return oldest;
  }

  /** Removes all requests of an application but those of one kind. */
  synchronized void removeAllBut(UUID application, VaultRequestKind kept) {
    List.copyOf(requests.values()).stream()
        .filter(one -> one.applicationId().equals(application) && one.message().kind() != kept)
        .map(GdsRequest::id)
        .forEach(this::remove);
  }

  /**
   * Notes that the application has fetched the outcome, of which the Vault is told when it is a
   * certificate.
   *
   * @throws UaException when the disk does not take it; the application asks again then
   */
  public synchronized void fetched(GdsRequest request) throws UaException {
    if (request.fetched() != null) {
      return;
    }
    if (request.state() != null && request.state().isSuccess()) {
      ApplicationVaultRequestBuilder accept =
          ApplicationVaultRequestBuilder.builder()
              .kind(VaultRequestKind.AcceptRequest)
              .application(request.message().application())
              .startedRequestId(request.id().toString());
      add(request.applicationId(), accept, GdsRequestBuilder.builder());
    }
    put(request.with().fetched(clock.instant()).build());
  }

  /**
   * Takes what the Vault says of a request. A state that is final stays.
   *
   * @return the request as it is now; empty for one that is not known any more
   */
  synchronized Optional<GdsRequest> answer(UUID id, ApplicationVaultAnswer answer)
      throws UaException {
    GdsRequest known = requests.get(id);
    if (known == null || known.isAnswered()) {
      return Optional.ofNullable(known);
    }
    GdsRequest next =
        known
            .with()
            .state(answer.state())
            .certificates(answer.certificates())
            .privateKey(answer.privateKey())
            .errorMessage(answer.errorMessage())
            .build();
    if (next.isAnswered() && !next.isForCertificate()) {
      remove(id);
    } else if (!next.equals(known)) {
      put(next);
    }
    resends.acknowledged(id, clock.instant());
    return Optional.of(next);
  }

  /**
   * The message that is to be sent now; empty for none. A message waits while an earlier one of the
   * same application has not been acknowledged, so that the cloud gets them in order.
   */
  synchronized Optional<ApplicationVaultRequest> due() {
    Instant now = clock.instant();
    forgetFetched(now);
    Set<UUID> blocked = new HashSet<>();
    for (GdsRequest request : unanswered(requests.values())) {
      boolean acknowledged = request.state() != null;
      boolean free = acknowledged || blocked.add(request.applicationId());
      if (free && resends.isDue(request.id(), now)) {
        return Optional.of(request.message());
      }
    }
    return Optional.empty();
  }

  /** Notes that a message was sent or could not be sent now. */
  synchronized void sent(UUID id, boolean successfully) {
    GdsRequest request = requests.get(id);
    if (request != null) {
      resends.sent(id, request.state() != null, successfully, clock.instant());
    }
  }

  private static List<GdsRequest> unanswered(Collection<GdsRequest> requests) {
    return requests.stream()
        .filter(request -> !request.isAnswered())
        .sorted(Comparator.comparingLong(GdsRequest::sequence))
        .toList();
  }

  private void forgetFetched(Instant now) {
    List.copyOf(requests.values()).stream()
        .filter(one -> one.fetched() != null && one.fetched().plus(FETCHED_KEPT).isBefore(now))
        .map(GdsRequest::id)
        .forEach(this::remove);
  }

  private void put(GdsRequest request) throws UaException {
    files.write(request.id(), request);
    requests.put(request.id(), request);
  }

  private void remove(UUID id) {
    files.delete(id);
    requests.remove(id);
    resends.forget(id);
  }
}
