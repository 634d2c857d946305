package org.bactrian.cloud.vault.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit.
 *
 * @param entries what it holds
 * @param nextPageLink what to ask for the next page with; null on the last
 */
public record AuditPage(List<AuditEntry> entries, @Nullable String nextPageLink) {
  public AuditPage {
    entries = List.copyOf(entries);
  }
}
