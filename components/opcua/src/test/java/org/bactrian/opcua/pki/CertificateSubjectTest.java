package org.bactrian.opcua.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateSubjectTest {

  @TempDir private Path root;

  @Test
  void aNewCertificateHasTheSubjectThatOpcPublisherUsersWrite() {
    CertificateSubject subject =
        CertificateSubject.parse("CN=Line 3, C=DE, S=Bav, O=Plant\\, North, DC=localhost");

    ApplicationCertificate made =
        ApplicationCertificate.in(
            new PkiFolders(root),
            "Bactrian",
            "",
            "urn:edge",
            List.of("localhost"),
            new OwnCertificateRules(subject, "", false),
            Clock.systemUTC());

    assertThat(made.chain().get(0).getSubjectX500Principal().getName())
        .contains("CN=Line 3", "C=DE", "ST=Bav", "O=Plant\\, North")
        .doesNotContain("Bactrian", "DC=");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Line 3          | is no subject such as
          ''              | is no subject such as
          CN=a, X=b       | has X, which is not one of CN
          CN=a, C=Germany | has C=Germany, which is not a code
          """)
  void whatIsNoSubjectIsRefused(String text, String why) {
    assertThatThrownBy(() -> CertificateSubject.parse(text)).hasMessageContaining(why);
  }
}
