package org.bactrian.opcua.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Period;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores as OPC Publisher leaves them: {@code own/certs/*.der} and {@code own/private/*.pfx}. */
class FormerCertificateTest {

  private static final String URI = "urn:plant:microsoft:opcpublisher";

  @TempDir private Path root;
  private PkiFolders folders;

  @BeforeEach
  void open() {
    folders = new PkiFolders(root);
  }

  private X509Certificate leave(String name, String password, Period validity) throws Exception {
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
    X509Certificate certificate =
        new SelfSignedCertificateBuilder(keys)
            .setCommonName("Microsoft.Azure.IIoT")
            .setApplicationUri(URI)
            .setValidityPeriod(validity)
            .build();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "1", keys.getPrivate(), password.toCharArray(), new X509Certificate[] {certificate});
    String file = name + " [" + PkiFolders.thumbprint(certificate) + "]";
    Files.write(folders.ownCertificates().resolve(file + ".der"), certificate.getEncoded());
    try (OutputStream out = Files.newOutputStream(folders.ownKeys().resolve(file + ".pfx"))) {
      store.store(out, password.toCharArray());
    }
    return certificate;
  }

  private ApplicationCertificate present(String password, String wantedUri) {
    return ApplicationCertificate.in(
        folders,
        "Bactrian",
        wantedUri,
        "urn:default",
        List.of("localhost"),
        new OwnCertificateRules(CertificateSubject.DEFAULT, password, false),
        Clock.systemUTC());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "of the key"})
  void theIdentityThatServersTrustAlreadyIsTakenOver(String password) throws Exception {
    leave("Older", password, Period.ofDays(10));
    X509Certificate newest = leave("Microsoft.Azure.IIoT", password, Period.ofYears(1));

    ApplicationCertificate taken = present(password, "");

    assertThat(taken.chain()).containsExactly(newest);
    assertThat(taken.applicationUri()).isEqualTo(URI);
    assertThat(taken.isPair()).isTrue();
    // From then on it is ours, also without its password.
    assertThat(present("", "").chain()).containsExactly(newest);
  }

  @Test
  void oneThatCannotBeReadOrHasExpiredOrIsForAnotherApplicationIsLeftAlone() throws Exception {
    Files.writeString(folders.ownKeys().resolve("damaged.pfx"), "not a key store");
    X509Certificate locked = leave("Locked", "unknown", Period.ofYears(1));
    X509Certificate expired = leave("Expired", "", Period.ofDays(-1));

    ApplicationCertificate made = present("", "urn:mine");

    assertThat(made.chain()).doesNotContain(locked, expired);
    assertThat(made.applicationUri()).isEqualTo("urn:mine");
    assertThat(folders.ownKeys().resolve("damaged.pfx")).exists();
  }
}
