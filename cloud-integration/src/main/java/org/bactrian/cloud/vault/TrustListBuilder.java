package org.bactrian.cloud.vault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.cloud.vault.contract.TrustedPeers;
import org.bactrian.cloud.vault.store.GroupStore;
import org.bactrian.cloud.vault.store.StoredCertificate;
import org.bactrian.cloud.vault.store.TrustStore;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.TrustListLimits;

/**
 * Builder of trust lists. An entity trusts what its relations name, and what those of the group
 * name that issued its certificate: of a group all that it issues, of an entity the certificates
 * that it may be using now. The authorities of those at the other end of its managed connections
 * are in its list without being trusted. A list takes the same number of queries however long it
 * is. Thread-safe.
 */
final class TrustListBuilder {

  private final VaultRecords records;
  private final VaultEntities entities;

  TrustListBuilder(VaultRecords records, VaultEntities entities) {
    this.records = records;
    this.entities = entities;
  }

  /**
   * The trust list of a party.
   *
   * @throws OperationException of kind INVALID_STATE when it is longer than applications take
   */
  TrustedPeers build(TrustListSubject subject) {
    Map<String, List<StoredCertificate>> own =
        inUse(Stream.concat(subject.names().stream(), subject.counterparts().stream()).toList());
    Set<String> holders = new LinkedHashSet<>(subject.names());
    subject.names().stream().flatMap(id -> usable(own, id)).forEach(c -> holders.add(c.issuerId()));
    List<TrustStore.Relation> relations =
        records
            .database()
            .read(
                handle ->
                    records
                        .trust()
                        .relations(handle, holders, holders.size() * TrustListLimits.MAX_ENTRIES));
    Set<String> trusted =
        relations.stream()
            .map(TrustStore.Relation::trustedId)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    requireRoom(subject, relations, trusted.size());

    Map<String, String> parents =
        records.database().read(handle -> records.groups().parents(handle));
    List<StoredCertificate> certificates = certificates(trusted, parents.keySet());
    Set<String> issuers = new LinkedHashSet<>();
    certificates.forEach(one -> issuers.add(one.issuerId()));
    // Also of one that was revoked: the list is what says so.
    subject.counterparts().stream()
        .flatMap(id -> own.getOrDefault(id, List.of()).stream())
        .forEach(one -> issuers.add(one.issuerId()));
    Set<String> needed = new LinkedHashSet<>();
    Stream.concat(trusted.stream(), issuers.stream())
        .filter(parents::containsKey)
        .forEach(id -> addChain(id, parents, needed));
    TrustedPeers peers = peers(trusted, certificates, authorities(needed));
    requireRoom(
        subject,
        relations,
        Math.max(peers.trustedCertificates().size(), peers.issuerCertificates().size()));
    return peers;
  }

  private TrustedPeers peers(
      Set<String> trusted,
      List<StoredCertificate> certificates,
      List<GroupStore.Authority> authorities) {
    List<byte[]> trustedCertificates = new ArrayList<>();
    List<byte[]> trustedCrls = new ArrayList<>();
    List<byte[]> issuerCertificates = new ArrayList<>();
    List<byte[]> issuerCrls = new ArrayList<>();
    for (GroupStore.Authority one : authorities) {
      boolean isTrusted = trusted.contains(one.group().id());
      (isTrusted ? trustedCertificates : issuerCertificates).add(one.certificate());
      (isTrusted ? trustedCrls : issuerCrls).add(VaultCertificates.crl(one.group()));
    }
    certificates.forEach(one -> trustedCertificates.add(one.der()));
    return new TrustedPeers(trustedCertificates, trustedCrls, issuerCertificates, issuerCrls);
  }

  private void requireRoom(
      TrustListSubject subject, List<TrustStore.Relation> relations, int entries) {
    if (entries <= TrustListLimits.MAX_ENTRIES) {
      return;
    }
    Map.Entry<String, Long> most =
        relations.stream()
            .collect(Collectors.groupingBy(TrustStore.Relation::holderId, Collectors.counting()))
            .entrySet()
            .stream()
            .max(Map.Entry.comparingByValue())
            .orElseThrow();
    String holder =
        records
            .database()
            .read(handle -> records.groups().find(handle, most.getKey()))
            .map(group -> "trust group " + group.model().name() + " (" + group.id() + ")")
            .orElse(most.getKey());
    throw new OperationException(
        FaultKind.INVALID_STATE,
        ("The trust list of %s has more than %d entries, and applications take no more: %s trusts"
                + " %d or more. Let it trust the groups that issued them in their place.")
            .formatted(subject.id(), TrustListLimits.MAX_ENTRIES, holder, most.getValue()));
  }

  /** Certificates of trusted entities that may be used; those of an endpoint's application too. */
  private List<StoredCertificate> certificates(Set<String> trusted, Set<String> groups) {
    List<String> ids = trusted.stream().filter(id -> !groups.contains(id)).toList();
    Map<String, List<StoredCertificate>> found = inUse(ids);
    List<String> without = ids.stream().filter(id -> !found.containsKey(id)).toList();
    Map<String, String> applications =
        without.isEmpty() ? Map.of() : entities.applicationsOf(without);
    Map<String, List<StoredCertificate>> ofApplications = inUse(applications.values());
    Map<String, StoredCertificate> certificates = new LinkedHashMap<>();
    for (String id : ids) {
      String application = applications.getOrDefault(id, id);
      Stream.concat(usable(found, id), usable(ofApplications, application))
          .forEach(one -> certificates.put(one.serial(), one));
    }
    return List.copyOf(certificates.values());
  }

  private static void addChain(String groupId, Map<String, String> parents, Set<String> chain) {
    for (String id = groupId; !id.isEmpty() && chain.add(id); ) {
      id = parents.getOrDefault(id, "");
    }
  }

  private List<GroupStore.Authority> authorities(Collection<String> groupIds) {
    return records.database().read(handle -> records.groups().authorities(handle, groupIds));
  }

  private Map<String, List<StoredCertificate>> inUse(Collection<String> entityIds) {
    return entityIds.isEmpty()
        ? new HashMap<>()
        : records.database().read(handle -> records.certificates().inUse(handle, entityIds));
  }

  private Stream<StoredCertificate> usable(
      Map<String, List<StoredCertificate>> certificates, String id) {
    Instant now = records.now();
    return certificates.getOrDefault(id, List.of()).stream().filter(one -> one.isUsable(now));
  }
}
