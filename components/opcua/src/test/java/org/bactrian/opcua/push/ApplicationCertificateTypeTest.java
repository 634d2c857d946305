package org.bactrian.opcua.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.bactrian.patience.TestAuthority;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApplicationCertificateTypeTest {

  private static TestAuthority authority;

  @BeforeAll
  static void start() throws Exception {
    authority = TestAuthority.root("authority");
  }

  @Test
  void aCertificateIsOfTheTypeThatItsKeyIsFor() throws Exception {
    assertThat(ApplicationCertificateType.of(authority.issue("Server", "urn:test").certificate()))
        .contains(ApplicationCertificateType.RSA_SHA256);
    assertThat(ApplicationCertificateType.of(onCurve("secp256r1")))
        .contains(ApplicationCertificateType.NIST_P256);
    assertThat(ApplicationCertificateType.of(onCurve("secp384r1")))
        .contains(ApplicationCertificateType.NIST_P384);
  }

  @Test
  void aCurveThatNoTypeIsForIsOfNone() throws Exception {
    assertThat(ApplicationCertificateType.of(onCurve("secp521r1"))).isEmpty();
  }

  private static X509Certificate onCurve(String name) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
    generator.initialize(new ECGenParameterSpec(name));
    return signed(generator.generateKeyPair());
  }

  private static X509Certificate signed(KeyPair keys) throws Exception {
    return authority.answer(
        CertificateUtil.generateCsr(
                keys, "CN=test", "urn:test", List.of(), List.of(), "SHA256withECDSA")
            .getEncoded());
  }
}
