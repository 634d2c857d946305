package org.bactrian.cloud.vault;

import java.time.Instant;
import java.time.InstantSource;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.vault.store.AuditNote;
import org.bactrian.cloud.vault.store.AuditStore;
import org.bactrian.cloud.vault.store.GroupStore;
import org.bactrian.cloud.vault.store.IssuedCertificateStore;
import org.bactrian.cloud.vault.store.RequestStore;
import org.bactrian.cloud.vault.store.TrustStore;
import org.bactrian.cloud.vault.store.WorkStep;
import org.bactrian.cloud.vault.store.WorkStore;
import org.jdbi.v3.core.Handle;

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

  /** Writes into the audit, and has subscribers told. */
  void audit(Handle handle, AuditNote note) {
    long id = entries.add(handle, note, now());
    due(handle, WorkStep.EVENT, Long.toString(id));
  }

  /** Has the trust lists of all entities looked at; those that did not change are not sent. */
  void trustChanged(Handle handle) {
    trust.withLists(handle).forEach(entity -> due(handle, WorkStep.TRUST, entity));
  }
}
