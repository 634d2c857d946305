package org.bactrian.cloud.vault;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.vault.contract.CertificateRequestType;
import org.bactrian.cloud.vault.store.AuditNote;
import org.bactrian.cloud.vault.store.AuditStore;
import org.bactrian.cloud.vault.store.GroupStore;
import org.bactrian.cloud.vault.store.IssuedCertificateStore;
import org.bactrian.cloud.vault.store.RequestStore;
import org.bactrian.cloud.vault.store.TrustStore;
import org.bactrian.cloud.vault.store.WorkStep;
import org.bactrian.cloud.vault.store.WorkStore;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Tables of the vault in the database, and the clock by which they are written.
 *
 * @param database database that replicas share
 * @param clock time of this replica
 * @param groups trust groups
 * @param certificates certificates
 * @param requests requests
 * @param trust who trusts whom
 * @param work steps that are due
 * @param entries the audit
 */
record VaultRecords(
    Database database,
    InstantSource clock,
    GroupStore groups,
    IssuedCertificateStore certificates,
    RequestStore requests,
    TrustStore trust,
    WorkStore work,
    AuditStore entries) {

  private static final int MAX_ID = 300;

  VaultRecords(Database database, InstantSource clock) {
    this(
        database,
        clock,
        new GroupStore(),
        new IssuedCertificateStore(),
        new RequestStore(),
        new TrustStore(),
        new WorkStore(),
        new AuditStore());
  }

  Instant now() {
    return clock.instant();
  }

  /** Makes a step due now. */
  void due(Handle handle, WorkStep step, String subject) {
    work.put(handle, step, subject, now());
  }

  /**
   * Has the key that was made for a request deleted, unless somebody will be given it after all.
   */
  void keyUnneeded(Handle handle, String requestId) {
    requests
        .find(handle, requestId)
        .filter(request -> request.type() == CertificateRequestType.KeyPairRequest)
        .flatMap(request -> certificates.ofRequest(handle, requestId))
        .map(certificate -> CertificateIssuance.secretName(certificate.serial()))
        .ifPresent(name -> due(handle, WorkStep.SECRET, name));
  }

  /** Returns whether a text can be an id: a database may refuse to look for others. */
  static boolean isId(@Nullable String text) {
    return text != null
        && !text.isBlank()
        && text.length() <= MAX_ID
        && text.chars().noneMatch(Character::isISOControl);
  }

  /** Writes into the audit, and has subscribers told. */
  void audit(Handle handle, AuditNote note) {
    long id = entries.add(handle, note, now());
    due(handle, WorkStep.EVENT, Long.toString(id));
  }

  /** Has the trust lists made that relations of an entity or group are in. */
  void relationsChanged(Handle handle, String holderId) {
    List<String> concerned = new ArrayList<>(trust.issuedTo(handle, holderId));
    if (groups.find(handle, holderId).isEmpty()) {
      concerned.add(holderId);
    }
    work.putAll(handle, WorkStep.TRUST, concerned, now());
  }

  /**
   * Has the trust lists made that the certificate or the revocation list of an entity or group is
   * in, and the list of the entity itself.
   */
  void certificateChanged(Handle handle, String id) {
    Map<String, String> parents = groups.parents(handle);
    Set<String> changed = new LinkedHashSet<>(List.of(id));
    // Sub-groups are checked by the revocation lists of all that are above them.
    for (int before = 0; before < changed.size(); ) {
      before = changed.size();
      parents.forEach(
          (group, parent) -> {
            if (changed.contains(parent)) {
              changed.add(group);
            }
          });
    }
    List<String> concerned = new ArrayList<>(trust.naming(handle, changed));
    concerned.add(id);
    concerned.removeIf(parents::containsKey);
    work.putAll(handle, WorkStep.TRUST, concerned, now());
  }
}
