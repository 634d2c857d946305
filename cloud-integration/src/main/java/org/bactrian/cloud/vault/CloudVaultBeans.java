package org.bactrian.cloud.vault;

import java.time.InstantSource;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.vault.certificate.DistributionUrls;
import org.bactrian.cloud.vault.key.ConfiguredKeyVault;
import org.bactrian.cloud.vault.keyvault.KeyVaultSettings;
import org.bactrian.iothub.rest.HubService;
import org.jspecify.annotations.Nullable;

/**
 * Binds the beans of the vault service: {@code vaultRequests}, {@code vaultCertificates}, {@code
 * vaultGroups}, {@code vaultTrust} and {@code vaultAudit} carry out its operations, {@code
 * vaultSubmissions}, {@code vaultWork}, {@code vaultTargets}, {@code vaultDelivery}, {@code
 * vaultRenewal} and {@code vaultMaintenance} are named by its routes. The property {@code
 * bactrian.vault.url} says where others reach the cloud, which certificates name; {@code
 * bactrian.vault.hardware} whether keys of groups are made in the hardware module of the Key Vault.
 */
public final class CloudVaultBeans implements CamelConfiguration {

  private final HubService hub;
  private final Database database;
  private final KeyVaultSettings keyVault;
  private final String url;
  private volatile @Nullable CertificateRequests requests;

  /**
   * @param hub hub that holds the registry
   * @param database database that replicas share
   * @param keyVault vault of the keys
   * @param url URL of the cloud that certificates name, unless the property says another; empty for
   *     none
   */
  public CloudVaultBeans(HubService hub, Database database, KeyVaultSettings keyVault, String url) {
    this.hub = hub;
    this.database = database;
    this.keyVault = keyVault;
    this.url = url;
  }

  /** Takes note of a change of the registry that was made here. */
  public void changed(RegistryEvent event) {
    CertificateRequests known = requests;
    boolean entity =
        event.source() == RegistryEventSource.Application
            || event.source() == RegistryEventSource.Endpoint;
    if (known != null && entity && event.eventType() == RegistryEventType.Deleted) {
      known.entityGone(event.id());
    }
  }

  @Override
  public void configure(CamelContext context) {
    String named =
        context
            .resolvePropertyPlaceholders("{{bactrian.vault.url:" + url + "}}")
            .replaceFirst("/+$", "");
    boolean hardware =
        Boolean.parseBoolean(
            context.resolvePropertyPlaceholders("{{bactrian.vault.hardware:false}}"));
    ConfiguredKeyVault vault = new ConfiguredKeyVault(keyVault, hardware);
    VaultRecords records = new VaultRecords(database, InstantSource.system());
    GroupAuthorities authorities =
        new GroupAuthorities(records, vault, new DistributionUrls(named));
    VaultEntities entities = new VaultEntities(new HubRegistry(hub), records);
    CertificateRequests made = new CertificateRequests(records);
    requests = made;
    CertificateIssuance issuance =
        new CertificateIssuance(records, authorities, entities, vault, made);
    TrustGroups groups = new TrustGroups(records, authorities);
    TrustListBuilder builder = new TrustListBuilder(records, entities);
    TrustLists lists = new TrustLists(records, entities, authorities, builder);
    RequestOperations operations = new RequestOperations(records, made, issuance, authorities);

    Registry registry = context.getRegistry();
    registry.bind("vaultRequests", operations);
    registry.bind("vaultSubmissions", new RequestSubmissions(made, authorities, entities));
    registry.bind("vaultCertificates", new VaultCertificates(records, authorities));
    registry.bind("vaultGroups", groups);
    registry.bind("vaultTrust", lists);
    registry.bind("vaultAudit", new VaultAudit(records));
    registry.bind("vaultWork", new VaultWork(records, made));
    registry.bind("vaultTargets", new VaultTargets(entities));
    registry.bind(
        "vaultDelivery", new VaultDelivery(records, made, issuance, operations, builder, entities));
    registry.bind("vaultRenewal", new VaultRenewal(records, entities, groups));
    registry.bind("vaultMaintenance", new VaultMaintenance(authorities, issuance, vault));
  }
}
