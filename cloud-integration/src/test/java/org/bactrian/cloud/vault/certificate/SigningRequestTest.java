package org.bactrian.cloud.vault.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.bactrian.cloud.vault.SigningRequests;
import org.bactrian.cloud.vault.key.KeySize;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

class SigningRequestTest {

  private static final String URI = "urn:plant:application";
  private static final KeyPair RSA = new KeySize(false, 2048).newKeyPair();
  private static final int RSA_SIGNATURE_BYTES = 256;

  @Test
  void aRequestIsReadFromBase64AndFromPem() {
    byte[] der = SigningRequests.of(RSA, "SHA256withRSA", URI);
    String base64 = Base64.getMimeEncoder().encodeToString(der);
    String pem =
        "-----BEGIN CERTIFICATE REQUEST-----\n" + base64 + "\n-----END CERTIFICATE REQUEST-----\n";

    SigningRequest read = SigningRequest.read(TextNode.valueOf(SigningRequests.base64(der)));

    assertThat(read.uris()).containsExactly(URI);
    assertThat(read.keyBits()).isEqualTo(2048);
    assertThat(read.hosts()).hasSize(1);
    assertThat(SigningRequest.read(TextNode.valueOf(pem)).der()).isEqualTo(der);
  }

  @Test
  void keysOnTheCurvesOfOpcUaAreTaken() {
    KeyPair small = new KeySize(true, 256).newKeyPair();
    KeyPair large = new KeySize(true, 384).newKeyPair();

    assertThat(SigningRequest.read(SigningRequests.of(small, "SHA256withECDSA", URI)).keyBits())
        .isEqualTo(256);
    assertThat(SigningRequest.read(SigningRequests.of(large, "SHA384withECDSA", URI)).keyBits())
        .isEqualTo(384);
  }

  @Test
  void whatIsNoRequestIsRefusedWithTheReason() {
    refused("must be text", () -> SigningRequest.read(BinaryNode.valueOf(new byte[] {1})));
    refused("neither Base64", () -> SigningRequest.read(TextNode.valueOf("%%%")));
    refused("no PKCS #10", () -> SigningRequest.read(TextNode.valueOf("aGVsbG8=")));
    refused("longer than", () -> SigningRequest.read(TextNode.valueOf("A".repeat(200_000))));
    byte[] der = SigningRequests.of(RSA, "SHA256withRSA", URI);
    refused(
        "no PKCS #10", () -> SigningRequest.read(java.util.Arrays.copyOf(der, der.length - 20)));
  }

  @Test
  void aSignatureOfAnotherKeyIsRefused() {
    KeyPair other = new KeySize(false, 2048).newKeyPair();

    refused(
        "does not verify",
        () -> SigningRequest.read(SigningRequests.of(RSA, other, "SHA256withRSA", List.of(URI))));
  }

  @Test
  void aSignatureThatDoesNotEndWithAByteIsRefused() throws Exception {
    byte[] der = SigningRequests.of(RSA, "SHA256withRSA", URI);
    int unusedBits = der.length - RSA_SIGNATURE_BYTES - 1;
    assertThat(der[unusedBits]).isZero();
    der[unusedBits] = 1;

    refused("signature that cannot be checked", () -> SigningRequest.read(der));
  }

  @Test
  void weakKeysAndHashesAreRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    KeyPair weak = generator.generateKeyPair();

    refused("1024 bits", () -> SigningRequest.read(SigningRequests.of(weak, "SHA256withRSA", URI)));
    refused("SHA-2", () -> SigningRequest.read(SigningRequests.of(RSA, "SHA1withRSA", URI)));
  }

  @Test
  void requestsThatWouldExhaustTheParserAreRefused() throws Exception {
    byte[] nested = new byte[64_000];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }

    refused("no PKCS #10", () -> SigningRequest.read(nested));
    byte[] inExtension = request("CN=Application", new DEROctetString(nested));
    refused("cannot be read", () -> SigningRequest.read(inExtension));
  }

  @Test
  void namesThatNobodyCouldReadAreRefused() throws Exception {
    byte[] control =
        request("CN=Press\u001b[2J", names(GeneralName.dNSName, new DERIA5String("a")));
    byte[] line = request("CN=Press", names(GeneralName.dNSName, new DERIA5String("a\nb")));
    byte[] address =
        request("CN=Press", names(GeneralName.iPAddress, new DEROctetString(new byte[3])));

    refused("control character", () -> SigningRequest.read(control));
    refused("neither printable nor an address", () -> SigningRequest.read(line));
    refused("neither printable nor an address", () -> SigningRequest.read(address));
  }

  private static DEROctetString names(int kind, ASN1Encodable name) throws IOException {
    return new DEROctetString(new GeneralNames(new GeneralName(kind, name)));
  }

  private static byte[] request(String subject, DEROctetString names) throws Exception {
    Extensions extensions =
        new Extensions(new Extension(Extension.subjectAlternativeName, false, names));
    return new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), RSA.getPublic())
        .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions)
        .build(new JcaContentSignerBuilder("SHA256withRSA").build(RSA.getPrivate()))
        .getEncoded();
  }

  @Test
  void theMessageQuotesNothingOfTheRequest() {
    assertThatThrownBy(
            () ->
                SigningRequest.read(
                    TextNode.valueOf(
                        Base64.getEncoder()
                            .encodeToString("secret".getBytes(StandardCharsets.UTF_8)))))
        .hasMessageNotContaining("secret");
  }

  private static void refused(
      String reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            OperationException.class,
            fault -> assertThat(fault.kind()).isEqualTo(FaultKind.BAD_REQUEST))
        .hasMessageContaining(reason);
  }
}
