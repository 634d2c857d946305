package org.bactrian.edge.gds;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ApplicationInfoBuilder;
import org.bactrian.model.registry.ApplicationType;
import org.bactrian.model.vault.VaultTrustList;
import org.jspecify.annotations.Nullable;

/**
 * Application that is registered with the Global Discovery Server (Part 12, 6.5.5).
 *
 * @param id its id here
 * @param recordId number by which records are paged, from 1, in the order of registration
 * @param applicationUri its URI, which its certificates carry
 * @param type what it is
 * @param names its names, at least one, each in another language
 * @param productUri URI of its product; empty for none
 * @param discoveryUrls URLs to ask for endpoints; none for a client
 * @param capabilities capability identifiers, such as DA
 * @param changed time of its last change
 * @param certificates certificate that was issued last, then its issuers, each DER in base64
 * @param trustList what the Vault last said that it is to trust
 * @param trustListChanged time of the last change of that list; null before the first
 */
@RecordBuilder
public record GdsApplication(
    UUID id,
    long recordId,
    String applicationUri,
    ApplicationType type,
    List<Name> names,
    String productUri,
    List<String> discoveryUrls,
    List<String> capabilities,
    Instant changed,
    List<String> certificates,
    VaultTrustList trustList,
    @Nullable Instant trustListChanged)
    implements GdsApplicationBuilder.With {

  /**
   * Name of an application.
   *
   * @param locale language; empty for none
   * @param text the name
   */
  public record Name(String locale, String text) {}

  public GdsApplication {
    names = List.copyOf(names);
    discoveryUrls = List.copyOf(discoveryUrls);
    capabilities = List.copyOf(capabilities);
    certificates = certificates == null ? List.of() : List.copyOf(certificates);
    trustList = trustList == null ? VaultTrustList.EMPTY : trustList;
  }

  /** Returns whether clients can ask it for endpoints. */
  public boolean isServer() {
    return type != ApplicationType.Client;
  }

  /**
   * Returns the application as the registry knows it.
   *
   * @param site name of the edge's site; empty for none
   */
  ApplicationInfo info(String site) {
    TreeMap<String, String> localized = new TreeMap<>();
    names.forEach(name -> localized.putIfAbsent(name.locale(), name.text()));
    localized.remove("");
    return ApplicationInfoBuilder.builder()
        .applicationType(type)
        .applicationUri(applicationUri)
        .productUri(productUri.isEmpty() ? null : productUri)
        .applicationName(names.get(0).text())
        .locale(names.get(0).locale().isEmpty() ? null : names.get(0).locale())
        .localizedNames(localized.isEmpty() ? null : localized)
        .discoveryUrls(discoveryUrls.isEmpty() ? null : discoveryUrls)
        .capabilities(capabilities.isEmpty() ? null : capabilities)
        .siteId(site.isEmpty() ? null : site)
        .build();
  }
}
