package org.bactrian.patience;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * Certificate authority for tests, with RSA keys, that issues certificates of OPC UA applications
 * (Part 6, 6.2.2) and revocation lists.
 *
 * @param certificate its own certificate
 * @param key signs what it issues
 */
public record TestAuthority(X509Certificate certificate, PrivateKey key) {

  private static final Duration LIFETIME = Duration.ofDays(10);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final int KEY_BITS = 2048;
  private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());

  /**
   * Certificate of an application with its key.
   *
   * @param certificate the certificate
   * @param key belongs to it
   */
  public record Issued(X509Certificate certificate, PrivateKey key) {}

  /** Signing that fails as only a defect of the test can. */
  private interface Signing<T> {
    T run() throws GeneralSecurityException, OperatorCreationException, IOException;
  }

  /** A new self-signed authority. */
  public static TestAuthority root(String name) {
    KeyPair keys = newKeys(KEY_BITS);
    Instant now = Instant.now();
    X500Name subject = new X500Name("CN=" + name);
    return new TestAuthority(
        authority(subject, subject, keys.getPublic(), keys.getPrivate(), now), keys.getPrivate());
  }

  /** A new authority whose certificate this one has issued. */
  public TestAuthority subordinate(String name) {
    KeyPair keys = newKeys(KEY_BITS);
    return new TestAuthority(
        authority(subject(), new X500Name("CN=" + name), keys.getPublic(), key, Instant.now()),
        keys.getPrivate());
  }

  /** A self-signed authority with the name of this one and another key. */
  public TestAuthority impostor() {
    // Keys of another type, since RSA keys of tests come again.
    KeyPair keys = sign(() -> KeyPairGenerator.getInstance("EC").generateKeyPair());
    return new TestAuthority(
        authority(subject(), subject(), keys.getPublic(), keys.getPrivate(), Instant.now()),
        keys.getPrivate());
  }

  /** A new key pair, and a certificate of it that is valid now. */
  public Issued issue(String name, String applicationUri) {
    KeyPair keys = newKeys(KEY_BITS);
    return new Issued(issue(name, applicationUri, keys.getPublic()), keys.getPrivate());
  }

  /** A certificate of a key that is valid now. */
  public X509Certificate issue(String name, String applicationUri, PublicKey of) {
    Instant now = Instant.now();
    return issue(name, applicationUri, of, now.minus(CLOCK_SKEW), now.plus(LIFETIME));
  }

  /** A certificate of a key for a time. */
  public X509Certificate issue(
      String name, String applicationUri, PublicKey of, Instant from, Instant to) {
    return sign(
        () ->
            signed(
                builder(subject(), new X500Name("CN=" + name), of, from, to)
                    .addExtension(Extension.authorityKeyIdentifier, false, keyIdentifier())
                    .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(
                            new GeneralName[] {
                              new GeneralName(
                                  GeneralName.uniformResourceIdentifier, applicationUri),
                              new GeneralName(GeneralName.dNSName, "localhost")
                            }))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(
                            KeyUsage.digitalSignature
                                | KeyUsage.nonRepudiation
                                | KeyUsage.keyEncipherment
                                | KeyUsage.dataEncipherment))
                    .addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(
                            new KeyPurposeId[] {
                              KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                            })),
                key));
  }

  /** The certificate that a signing request (PKCS #10, DER) asks for, valid now. */
  public X509Certificate answer(byte[] signingRequest) {
    return sign(
        () -> {
          JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(signingRequest);
          Instant now = Instant.now();
          X509v3CertificateBuilder builder =
              builder(
                  subject(),
                  request.getSubject(),
                  request.getPublicKey(),
                  now.minus(CLOCK_SKEW),
                  now.plus(LIFETIME));
          builder.addExtension(Extension.authorityKeyIdentifier, false, keyIdentifier());
          Extensions wanted =
              Extensions.getInstance(
                  request
                      .getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)[0]
                      .getAttributeValues()[0]);
          for (var oid : wanted.getExtensionOIDs()) {
            builder.addExtension(wanted.getExtension(oid));
          }
          return signed(builder, key);
        });
  }

  /** A list of what is revoked that is valid for an hour. */
  public X509CRL crl(X509Certificate... revoked) {
    Instant now = Instant.now();
    return crl(now.minus(CLOCK_SKEW), now.plus(Duration.ofHours(1)), revoked);
  }

  /** A list of what is revoked that is valid for a time. */
  public X509CRL crl(Instant thisUpdate, Instant nextUpdate, X509Certificate... revoked) {
    return sign(
        () -> {
          X509v2CRLBuilder builder =
              new X509v2CRLBuilder(subject(), Date.from(thisUpdate))
                  .setNextUpdate(Date.from(nextUpdate));
          for (X509Certificate one : revoked) {
            builder.addCRLEntry(
                one.getSerialNumber(), Date.from(thisUpdate), CRLReason.keyCompromise);
          }
          builder.addExtension(Extension.authorityKeyIdentifier, false, keyIdentifier());
          builder.addExtension(
              Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(nextNumber())));
          return new JcaX509CRLConverter().getCRL(builder.build(signer(key)));
        });
  }

  /** A new RSA key pair. */
  public static KeyPair newKeys(int bits) {
    return sign(
        () -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
          generator.initialize(bits);
          return generator.generateKeyPair();
        });
  }

  private AuthorityKeyIdentifier keyIdentifier() throws GeneralSecurityException {
    return new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey());
  }

  private static long nextNumber() {
    return NUMBER.incrementAndGet();
  }

  private X500Name subject() {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  private static X509Certificate authority(
      X500Name issuer, X500Name subject, PublicKey of, PrivateKey signer, Instant now) {
    return sign(
        () ->
            signed(
                builder(issuer, subject, of, now.minus(CLOCK_SKEW), now.plus(LIFETIME))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)),
                signer));
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey of, Instant from, Instant to)
      throws IOException, GeneralSecurityException {
    return new JcaX509v3CertificateBuilder(
            issuer, BigInteger.valueOf(nextNumber()), Date.from(from), Date.from(to), subject, of)
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(of));
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey signer)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer(signer)));
  }

  private static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
    String cipher = key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm();
    return new JcaContentSignerBuilder("SHA256with" + cipher).build(key);
  }

  private static <T> T sign(Signing<T> signing) {
    try {
      return signing.run();
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
