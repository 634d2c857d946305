package org.bactrian.edge.gds;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.model.vault.VaultTrustList;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Applications that registered, kept on disk. Thread-safe. */
public final class ApplicationDirectory {

  private final GdsFiles<GdsApplication> files;
  private final Map<UUID, GdsApplication> applications = new HashMap<>();
  private final int most;
  private final InstantSource clock;
  private long lastRecord;

  /**
   * Reads the applications of a folder.
   *
   * @param most largest number of applications
   */
  public ApplicationDirectory(Path folder, int most, InstantSource clock) {
    this.files = new GdsFiles<>(folder, GdsApplication.class);
    this.most = most;
    this.clock = clock;
    for (GdsApplication application : files.read()) {
      applications.put(application.id(), application);
      lastRecord = Math.max(lastRecord, application.recordId());
    }
  }

  /** The application of that id; empty for none. */
  public synchronized Optional<GdsApplication> find(UUID id) {
    return Optional.ofNullable(applications.get(id));
  }

  /** The application of that URI; empty for none. */
  public synchronized Optional<GdsApplication> find(String applicationUri) {
    return applications.values().stream()
        .filter(application -> application.applicationUri().equals(applicationUri))
        .findFirst();
  }

  /** All applications in the order of their record ids. */
  public synchronized List<GdsApplication> all() {
    return applications.values().stream()
        .sorted(Comparator.comparingLong(GdsApplication::recordId))
        .toList();
  }

  /**
   * Adds an application, whose id and record id are given here.
   *
   * @throws UaException with Bad_EntryExists when its URI is registered, Bad_ResourceUnavailable
   *     when there are too many or the disk does not take it
   */
  public synchronized GdsApplication register(GdsApplication described) throws UaException {
    if (find(described.applicationUri()).isPresent()) {
      throw new UaException(
          StatusCodes.Bad_EntryExists,
          described.applicationUri() + " is registered. Find its id with FindApplications.");
    }
    if (applications.size() >= most) {
      throw new UaException(
          StatusCodes.Bad_ResourceUnavailable,
          "%d applications are registered, which is the limit. Unregister some, or raise the property %s."
              .formatted(most, AdmissionLimit.GDS_APPLICATIONS.property()));
    }
    GdsApplication added =
        described
            .with()
            .id(UUID.randomUUID())
            .recordId(lastRecord + 1)
            .changed(clock.instant())
            .build();
    put(added);
    lastRecord++;
    return added;
  }

  /**
   * Changes what an application said of itself; its URI stays.
   *
   * @throws UaException with Bad_NotFound for another id, Bad_InvalidArgument for another URI
   */
  public synchronized GdsApplication update(GdsApplication described) throws UaException {
    GdsApplication known = get(described.id());
    if (!known.applicationUri().equals(described.applicationUri())) {
      throw new UaException(
          StatusCodes.Bad_InvalidArgument,
          "The URI of application %s is %s and cannot become %s; register another application."
              .formatted(known.id(), known.applicationUri(), described.applicationUri()));
    }
    GdsApplication changed =
        known
            .with()
            .type(described.type())
            .names(described.names())
            .productUri(described.productUri())
            .discoveryUrls(described.discoveryUrls())
            .capabilities(described.capabilities())
            .changed(clock.instant())
            .build();
    put(changed);
    return changed;
  }

  /** Notes the certificate that was issued last, and what the application is to trust. */
  synchronized void issued(UUID id, List<String> certificates, Optional<VaultTrustList> trustList)
      throws UaException {
    GdsApplication known = applications.get(id);
    if (known == null) {
      return;
    }
    GdsApplication next =
        certificates.isEmpty() ? known : known.with().certificates(certificates).build();
    if (trustList.isPresent() && !trustList.get().equals(known.trustList())) {
      next = next.with().trustList(trustList.get()).trustListChanged(clock.instant()).build();
    }
    if (!next.equals(known)) {
      put(next);
    }
  }

  /**
   * Removes an application.
   *
   * @throws UaException with Bad_NotFound for an unknown id
   */
  public synchronized GdsApplication unregister(UUID id) throws UaException {
    GdsApplication known = get(id);
    files.delete(id);
    applications.remove(id);
    return known;
  }

  private GdsApplication get(UUID id) throws UaException {
    return find(id)
        .orElseThrow(
            () ->
                new UaException(
                    StatusCodes.Bad_NotFound, "No application with the id " + id + "."));
  }

  private void put(GdsApplication application) throws UaException {
    files.write(application.id(), application);
    applications.put(application.id(), application);
  }
}
