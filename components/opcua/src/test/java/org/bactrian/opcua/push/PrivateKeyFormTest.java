package org.bactrian.opcua.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.List;
import org.bactrian.patience.TestAuthority;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PrivateKeyFormTest {

  private static TestAuthority authority;
  private static TestAuthority.Issued issued;

  @BeforeAll
  static void start() throws Exception {
    authority = TestAuthority.root("authority");
    issued = authority.issue("Server", "urn:test");
  }

  @Test
  void textIsPreferredAndAServerMayKnowOthersBesides() {
    assertThat(PrivateKeyForm.among(new String[] {"PFX", "PEM"})).contains(PrivateKeyForm.PEM);
    assertThat(PrivateKeyForm.among(new String[] {"JKS", "pfx"})).contains(PrivateKeyForm.PFX);
    assertThat(PrivateKeyForm.among(new String[] {"JKS"})).isEmpty();
  }

  @Test
  void aKeyInTextIsReadByOthers() throws Exception {
    byte[] text = PrivateKeyForm.PEM.encode(issued.key(), List.of()).bytes();

    try (PEMParser parser =
        new PEMParser(
            new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.US_ASCII))) {
      assertThat(((PrivateKeyInfo) parser.readObject()).getEncoded())
          .isEqualTo(issued.key().getEncoded());
    }
  }

  @Test
  void aKeyStoreHasTheKeyAndTheChain() throws Exception {
    byte[] pfx =
        PrivateKeyForm.PFX
            .encode(issued.key(), List.of(issued.certificate(), authority.certificate()))
            .bytes();

    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(pfx), new char[0]);
    assertThat(store.getKey("server", new char[0])).isEqualTo(issued.key());
    assertThat(store.getCertificateChain("server"))
        .containsExactly(issued.certificate(), authority.certificate());
  }
}
