package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.vault.certificate.DistributionUrls;
import org.bactrian.cloud.vault.contract.CertificateRequestState;
import org.bactrian.cloud.vault.contract.CertificateRequestType;
import org.bactrian.cloud.vault.contract.RevocationReason;
import org.bactrian.cloud.vault.contract.RevocationRequest;
import org.bactrian.cloud.vault.contract.RootGroupRequestBuilder;
import org.bactrian.cloud.vault.contract.SignatureAlgorithm;
import org.bactrian.cloud.vault.contract.SubGroupRequest;
import org.bactrian.cloud.vault.contract.VaultOperationContext;
import org.bactrian.cloud.vault.key.AuthorityKey;
import org.bactrian.cloud.vault.key.AuthorityKeys;
import org.bactrian.cloud.vault.key.KeySize;
import org.bactrian.cloud.vault.store.StoredCertificate;
import org.bactrian.cloud.vault.store.StoredCertificateBuilder;
import org.bactrian.cloud.vault.store.StoredRequest;
import org.bactrian.cloud.vault.store.StoredRequestBuilder;
import org.bactrian.cloud.vault.store.VaultCaller;
import org.bactrian.cloud.vault.store.WorkItem;
import org.bactrian.cloud.vault.store.WorkStep;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authorities of groups over time: renewal, expiry, keys that Key Vault rotates, and what dies. */
class AuthorityLifetimeTest {

  private static final VaultCaller ANN = new VaultCaller("ann", "");

  @TempDir private static Path folder;
  private static Database database;

  private final LocalKeys keys = new LocalKeys();
  private final AtomicInteger signatures = new AtomicInteger();

  @BeforeAll
  static void open() {
    database = Database.open(DatabaseSettings.in(folder));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  /** A replica whose clock is ahead. */
  private static VaultRecords records(Duration ahead) {
    return new VaultRecords(database, () -> Instant.now().plus(ahead));
  }

  private static GroupAuthorities authorities(VaultRecords records, AuthorityKeys keys) {
    return new GroupAuthorities(records, keys, new DistributionUrls(""));
  }

  /**
   * The keys, which count what they sign, and have a newer version of every one if that is given.
   */
  private AuthorityKeys counting(Optional<KeyPair> newer) {
    return new AuthorityKeys() {
      @Override
      public AuthorityKey create(String name, KeySize size) {
        AuthorityKey made = keys.create(name, size);
        return newer.map(pair -> new AuthorityKey(name, pair.getPublic())).orElse(made);
      }

      @Override
      public byte[] sign(String keyId, SignatureAlgorithm algorithm, byte[] data) {
        signatures.incrementAndGet();
        return keys.sign(keyId, algorithm, data);
      }

      @Override
      public void deleteKey(String name) {
        keys.deleteKey(name);
      }
    };
  }

  private String root(Duration lifetime) {
    VaultRecords records = records(Duration.ZERO);
    return new TrustGroups(records, authorities(records, keys))
        .createRoot(
            RootGroupRequestBuilder.builder()
                .name("Plant")
                .subjectName("CN=Plant CA")
                .lifetime(lifetime)
                .build(),
            "ann",
            "")
        .id();
  }

  private static X509Certificate certificate(GroupAuthorities authorities, String group) {
    return authorities.certificate(authorities.get(group));
  }

  @Test
  void aGroupIsRenewedForTheKeyThatItHasSignedWithWhateverKeyVaultHasNow() throws Exception {
    String group = root(Duration.ofDays(3650));
    VaultRecords records = records(Duration.ZERO);
    GroupAuthorities authorities =
        authorities(records, counting(Optional.of(new KeySize(false, 2048).newKeyPair())));
    X509Certificate before = certificate(authorities, group);

    new TrustGroups(records, authorities).renew(group, ANN);

    X509Certificate after = certificate(authorities, group);
    assertThat(after.getSerialNumber()).isNotEqualTo(before.getSerialNumber());
    assertThat(after.getPublicKey()).isEqualTo(before.getPublicKey());
    after.verify(after.getPublicKey());
  }

  @Test
  void anExpiredGroupIssuesNothing() {
    String group = root(Duration.ofDays(2));
    VaultRecords later = records(Duration.ofDays(3));
    GroupAuthorities authorities = authorities(later, keys);

    assertThatThrownBy(
            () ->
                new TrustGroups(later, authorities)
                    .createGroup(
                        new SubGroupRequest("Line", group, "CN=Line", null, null, null), "ann", ""))
        .isInstanceOfSatisfying(
            OperationException.class,
            fault -> assertThat(fault.kind()).isEqualTo(FaultKind.INVALID_STATE))
        .hasMessageContaining("has expired", "/groups/" + group + "/renew");
    assertThatThrownBy(() -> authorities.validIssuer(authorities.get(group)))
        .hasMessageContaining("has expired");
    new TrustGroups(later, authorities).renew(group, ANN);
    assertThat(authorities.validIssuer(authorities.get(group)).key()).isNotNull();
  }

  @Test
  void theListOfARenewedGroupIsDueUntilItEndsWithTheNewCertificate() throws Exception {
    String group = root(Duration.ofDays(10));
    VaultRecords later = records(Duration.ofDays(5));
    GroupAuthorities dying =
        authorities(
            later,
            new AuthorityKeys() {
              @Override
              public AuthorityKey create(String name, KeySize size) {
                return keys.create(name, size);
              }

              @Override
              public byte[] sign(String keyId, SignatureAlgorithm algorithm, byte[] data) {
                if (signatures.incrementAndGet() > 1) {
                  throw new OperationException(FaultKind.EXTERNAL_DEPENDENCY, "gone");
                }
                return keys.sign(keyId, algorithm, data);
              }

              @Override
              public void deleteKey(String name) {
                keys.deleteKey(name);
              }
            });
    assertThatThrownBy(() -> new TrustGroups(later, dying).renew(group, ANN))
        .hasMessageContaining("gone");

    List<WorkItem> due =
        database.transaction(
            handle -> later.work().take(handle, later.now(), Duration.ofMinutes(2), 1_000));
    GroupAuthorities other = authorities(later, counting(Optional.empty()));
    other.completeList(group);

    assertThat(due)
        .anySatisfy(
            item -> {
              assertThat(item.step()).isEqualTo(WorkStep.REVOCATION);
              assertThat(item.subject()).isEqualTo(group);
            });
    assertThat(list(other, group).getNextUpdate())
        .isEqualTo(certificate(other, group).getNotAfter());
    int signed = signatures.get();
    other.completeList(group);
    assertThat(signatures).hasValue(signed);
  }

  private static X509CRL list(GroupAuthorities authorities, String group) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509")
            .generateCRL(new ByteArrayInputStream(VaultCertificates.crl(authorities.get(group))));
  }

  @Test
  void aCertificateIsRenewedOnlyOnceItWasAccepted() {
    String group = root(Duration.ofDays(3650));
    VaultRecords records = records(Duration.ZERO);
    GroupAuthorities authorities = authorities(records, keys);
    StoredRequest request = request("waits-for-acceptance", group);
    String serial = issued(records, authorities, request);

    List<String> before = expiring(records);
    database.transaction(
        handle -> {
          records
              .requests()
              .update(handle, request.with(next -> next.state(CertificateRequestState.Accepted)));
          return true;
        });

    assertThat(before).doesNotContain(serial);
    assertThat(expiring(records)).contains(serial);
  }

  private static List<String> expiring(VaultRecords records) {
    return database
        .read(
            handle ->
                records
                    .certificates()
                    .expiring(handle, Instant.now().plus(Duration.ofDays(20_000)), 1_000))
        .stream()
        .map(StoredCertificate::serial)
        .toList();
  }

  private static StoredRequest request(String entity, String group) {
    return StoredRequestBuilder.builder()
        .id(CertificateRequests.newId())
        .entityId(entity)
        .groupId(group)
        .state(CertificateRequestState.Completed)
        .type(CertificateRequestType.SigningRequest)
        .applicationUri("urn:" + entity)
        .hostNames(List.of())
        .submitted(new VaultOperationContext("ann", Instant.now()))
        .build();
  }

  /** Gives a request the certificate of its group, which is one as good as any other here. */
  private static String issued(
      VaultRecords records, GroupAuthorities authorities, StoredRequest request) {
    String serial = authorities.newSerial().toString(16);
    StoredCertificate certificate =
        StoredCertificateBuilder.builder()
            .serial(serial)
            .issuerId(request.groupId())
            .state(StoredCertificate.State.RESERVED)
            .requestId(request.id())
            .entityId(request.entityId())
            .signedPart(new byte[0])
            .signature(SignatureAlgorithm.Rsa256)
            .validity(authorities.issuer(authorities.get(request.groupId())).validity())
            .created(Instant.now())
            .build();
    byte[] der = VaultCertificates.encoded(certificate(authorities, request.groupId()));
    database.transaction(
        handle -> {
          records.requests().insert(handle, request);
          records.certificates().reserve(handle, certificate);
          records.certificates().put(handle, serial, der, "");
          records.certificates().issue(handle, serial);
          return true;
        });
    return serial;
  }

  @Test
  void aCertificateOfAGroupThatIsGoneCannotBeRevoked() {
    String group = root(Duration.ofDays(3650));
    VaultRecords records = records(Duration.ZERO);
    GroupAuthorities authorities = authorities(records, keys);
    String serial = issued(records, authorities, request("left-behind", group));
    new TrustGroups(records, authorities).deleteGroup(group, "ann", "");

    assertThatThrownBy(
            () ->
                new VaultCertificates(records, authorities)
                    .revokeCertificate(
                        serial, new RevocationRequest(RevocationReason.Superseded), "ann", ""))
        .isInstanceOfSatisfying(
            OperationException.class,
            fault -> assertThat(fault.kind()).isEqualTo(FaultKind.NOT_FOUND));
  }

  @Test
  void soManyRequestsOfAnEntityWaitAndNoMore() {
    String group = root(Duration.ofDays(3650));
    CertificateRequests requests = new CertificateRequests(records(Duration.ZERO));
    StoredRequest waiting =
        request("impatient", group).with(next -> next.state(CertificateRequestState.New));
    for (int i = 0; i < 100; i++) {
      requests.add(waiting.withId(CertificateRequests.newId()), ANN);
    }

    assertThatThrownBy(() -> requests.add(waiting, ANN))
        .isInstanceOfSatisfying(
            OperationException.class, fault -> assertThat(fault.kind()).isEqualTo(FaultKind.BUSY))
        .hasMessageContaining("impatient");
    requests.add(waiting.withEntityId("other"), ANN);
    assertThat(requests.find(waiting.id())).isPresent();
  }
}
