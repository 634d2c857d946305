package org.bactrian.cloud.vault;

import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.cloud.vault.contract.AuditEntry;
import org.bactrian.cloud.vault.contract.AuditPage;
import org.bactrian.model.registry.RegistryJson;

/** The bean {@code vaultAudit}: who did what, for those who ask and for subscribers. */
public final class VaultAudit {

  private static final String LIST = "AuditEntry";

  private final VaultRecords records;

  VaultAudit(VaultRecords records) {
    this.records = records;
  }

  /** ListAuditEntries: a page of the audit, the oldest entries first. */
  public AuditPage listAuditEntries(
      @Header("nextPageLink") String nextPageLink, @Header("pageSize") Integer pageSize) {
    VaultListPage page = VaultListPage.of(LIST, nextPageLink, pageSize);
    long after = page.after().isEmpty() ? 0 : Long.parseLong(page.after());
    List<AuditEntry> found =
        records.database().read(handle -> records.entries().list(handle, after, page.size() + 1));
    return new AuditPage(page.shown(found), page.next(found, entry -> Long.toString(entry.id())));
  }

  /** The event of an entry, JSON. */
  public byte[] event(@Body String entryId) {
    return records
        .database()
        .read(handle -> records.entries().find(handle, Long.parseLong(entryId)))
        .map(RegistryJson::bytes)
        .orElseThrow(
            () -> new IllegalStateException("Entry " + entryId + " of the audit is missing"));
  }
}
