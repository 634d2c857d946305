package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.storage.Postgres;
import org.bactrian.cloud.vault.certificate.CertificateParts;
import org.bactrian.cloud.vault.certificate.DistributionUrls;
import org.bactrian.cloud.vault.contract.RevocationReason;
import org.bactrian.cloud.vault.contract.RevocationRequest;
import org.bactrian.cloud.vault.contract.RootGroupRequestBuilder;
import org.bactrian.cloud.vault.store.StoredCertificate;
import org.bactrian.cloud.vault.store.StoredCertificateBuilder;
import org.bactrian.cloud.vault.store.WorkItem;
import org.bactrian.cloud.vault.store.WorkStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two replicas of the vault that work on one database at the same time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VaultReplicasTest {

  private static final int CERTIFICATES = 24;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final List<Database> opened = new ArrayList<>();
  private Optional<DatabaseSettings> postgres;

  @BeforeAll
  void open() {
    postgres = Postgres.fresh("vault");
  }

  @AfterAll
  void close() {
    threads.shutdownNow();
    opened.forEach(Database::close);
  }

  Stream<String> databases() {
    return Stream.of("H2", "PostgreSQL");
  }

  private DatabaseSettings settings(String database) {
    if (database.equals("H2")) {
      return DatabaseSettings.in(folder);
    }
    assumeThat(postgres).as(Postgres.reason()).isPresent();
    return postgres.orElseThrow();
  }

  private record Replica(VaultRecords records, GroupAuthorities authorities) {}

  private Replica replica(DatabaseSettings settings, LocalKeys keys) {
    Database database = Database.open(settings);
    opened.add(database);
    VaultRecords records = new VaultRecords(database, InstantSource.system());
    return new Replica(records, new GroupAuthorities(records, keys, new DistributionUrls("")));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void noRevocationIsMissingInTheListWhoeverMadeItLast(String database) throws Exception {
    LocalKeys keys = new LocalKeys();
    DatabaseSettings settings = settings(database);
    List<Replica> replicas = List.of(replica(settings, keys), replica(settings, keys));
    Replica first = replicas.get(0);
    String group =
        new TrustGroups(first.records(), first.authorities())
            .createRoot(
                RootGroupRequestBuilder.builder().name("Plant").subjectName("CN=Plant CA").build(),
                "ann",
                "")
            .id();
    List<String> serials =
        IntStream.range(0, CERTIFICATES).mapToObj(i -> issue(first, group)).toList();

    List<java.util.concurrent.Callable<Boolean>> revocations = new ArrayList<>();
    for (int i = 0; i < serials.size(); i++) {
      Replica replica = replicas.get(i % 2);
      String serial = serials.get(i);
      revocations.add(
          () -> {
            new VaultCertificates(replica.records(), replica.authorities())
                .revokeCertificate(
                    serial, new RevocationRequest(RevocationReason.KeyCompromise), "ann", "");
            return true;
          });
    }
    for (var done : threads.invokeAll(revocations, 60, TimeUnit.SECONDS)) {
      assertThat(done.get()).isTrue();
    }

    assertThat(serials).doesNotHaveDuplicates();
    X509CRL crl =
        (X509CRL)
            CertificateFactory.getInstance("X.509")
                .generateCRL(
                    new ByteArrayInputStream(
                        VaultCertificates.crl(first.authorities().get(group))));
    assertThat(crl.getRevokedCertificates()).hasSize(CERTIFICATES);
    crl.verify(first.authorities().certificate(first.authorities().get(group)).getPublicKey());
  }

  /** A certificate as the step of signing leaves it. */
  private static String issue(Replica replica, String group) {
    var number = replica.authorities().newSerial();
    String serial = CertificateParts.serial(number);
    var issuer = replica.authorities().issuer(replica.authorities().get(group));
    StoredCertificate reserved =
        StoredCertificateBuilder.builder()
            .serial(serial)
            .issuerId(group)
            .state(StoredCertificate.State.RESERVED)
            .entityId("entity")
            .signedPart(
                CertificateParts.ofApplication(
                    issuer,
                    number,
                    issuer.validity(),
                    issuer.name(),
                    issuer.key(),
                    List.of(
                        new org.bouncycastle.asn1.x509.GeneralName(
                            org.bouncycastle.asn1.x509.GeneralName.uniformResourceIdentifier,
                            "urn:entity")),
                    new DistributionUrls("")))
            .signature(issuer.algorithm())
            .validity(issuer.validity())
            .created(replica.records().now())
            .build();
    replica
        .records()
        .database()
        .transaction(handle -> replica.records().certificates().reserve(handle, reserved));
    replica.authorities().sign(reserved);
    replica
        .records()
        .database()
        .transaction(
            handle -> {
              replica.records().certificates().issue(handle, serial);
              return true;
            });
    return serial;
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aStepIsCarriedOutByOneReplicaAndByAnotherOneWhenThatDies(String database) throws Exception {
    LocalKeys keys = new LocalKeys();
    DatabaseSettings settings = settings(database);
    List<Replica> replicas = List.of(replica(settings, keys), replica(settings, keys));
    VaultRecords records = replicas.get(0).records();
    records
        .database()
        .transaction(
            handle -> {
              for (int i = 0; i < 50; i++) {
                records.due(handle, WorkStep.KEY, "key-" + i);
              }
              return true;
            });

    List<java.util.concurrent.Callable<List<WorkItem>>> takers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      VaultRecords mine = replicas.get(i % 2).records();
      takers.add(() -> take(mine, Duration.ofMinutes(2), 50));
    }
    List<String> taken = new ArrayList<>();
    for (var items : threads.invokeAll(takers, 60, TimeUnit.SECONDS)) {
      items.get().stream()
          .filter(item -> item.step() == WorkStep.KEY)
          .forEach(item -> taken.add(item.subject()));
    }
    taken.addAll(
        take(records, Duration.ofMinutes(2), 100).stream()
            .filter(item -> item.step() == WorkStep.KEY)
            .map(WorkItem::subject)
            .toList());

    assertThat(taken).hasSize(50).doesNotHaveDuplicates();
    VaultRecords later =
        new VaultRecords(
            records.database(), () -> java.time.Instant.now().plus(Duration.ofMinutes(5)));
    assertThat(take(later, Duration.ofMinutes(2), 100))
        .filteredOn(item -> item.step() == WorkStep.KEY)
        .hasSize(50)
        .allSatisfy(item -> assertThat(item.attempts()).isEqualTo(2));
  }

  private static List<WorkItem> take(VaultRecords records, Duration lease, int most) {
    return records
        .database()
        .transaction(handle -> records.work().take(handle, records.now(), lease, most));
  }
}
