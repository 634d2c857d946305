package org.bactrian.simulator.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
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
 * Authority that signs application certificates (Part 6, 6.2.2) and revokes them, as a plant's own
 * would; its key lives as long as this object. For tests. Thread-safe.
 */
public final class PlantAuthority {

  private static final Duration VALIDITY = Duration.ofDays(30);
  private static final int KEY_BITS = 2048;

  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private final AtomicLong serial = new AtomicLong(System.currentTimeMillis());

  /**
   * A certificate with its key.
   *
   * @param keys both keys
   * @param certificate the certificate
   */
  public record Issued(KeyPair keys, X509Certificate certificate) {

    /** Names what is shown, never the key. */
    @Override
    public String toString() {
      return "Issued[" + certificate.getSubjectX500Principal() + "]";
    }
  }

  /**
   * @param commonName what the authority is called
   */
  public PlantAuthority(String commonName) throws GeneralSecurityException {
    this.name = new X500Name("CN=" + commonName);
    this.keys = newKeys();
    try {
      X509v3CertificateBuilder builder = builder(name, keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      this.certificate = signed(builder);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * Signs a request.
   *
   * @param request PKCS #10 in DER, whose alternative names the certificate gets
   */
  public X509Certificate sign(byte[] request) throws GeneralSecurityException {
    try {
      JcaPKCS10CertificationRequest parsed = new JcaPKCS10CertificationRequest(request);
      Extensions asked = parsed.getRequestedExtensions();
      return application(
          parsed.getSubject(),
          parsed.getPublicKey(),
          GeneralNames.fromExtensions(asked, Extension.subjectAlternativeName));
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Makes a key and a certificate for an application on this computer. */
  public Issued issue(String applicationUri) throws GeneralSecurityException {
    KeyPair own = newKeys();
    GeneralNames names =
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.uniformResourceIdentifier, applicationUri),
              new GeneralName(GeneralName.dNSName, "localhost")
            });
    try {
      return new Issued(
          own, application(new X500Name("CN=" + applicationUri), own.getPublic(), names));
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** A revocation list of these certificates, none for an empty one. */
  public X509CRL revocationList(X509Certificate... revoked) throws GeneralSecurityException {
    Instant now = Instant.now();
    X509v2CRLBuilder builder = new X509v2CRLBuilder(name, Date.from(now.minusSeconds(60)));
    builder.setNextUpdate(Date.from(now.plus(VALIDITY)));
    for (X509Certificate one : revoked) {
      builder.addCRLEntry(
          one.getSerialNumber(), Date.from(now.minusSeconds(30)), CRLReason.keyCompromise);
    }
    return new JcaX509CRLConverter().getCRL(builder.build(signer()));
  }

  private X509Certificate application(X500Name subject, PublicKey key, GeneralNames names)
      throws GeneralSecurityException, IOException {
    X509v3CertificateBuilder builder = builder(subject, key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(
            KeyUsage.digitalSignature
                | KeyUsage.nonRepudiation
                | KeyUsage.keyEncipherment
                | KeyUsage.dataEncipherment));
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    builder.addExtension(Extension.subjectAlternativeName, false, names);
    return signed(builder);
  }

  private X509v3CertificateBuilder builder(X500Name subject, PublicKey key)
      throws GeneralSecurityException, IOException {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(serial.incrementAndGet()),
            Date.from(now.minusSeconds(60)),
            Date.from(now.plus(VALIDITY)),
            subject,
            key);
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        identifiers.createAuthorityKeyIdentifier(keys.getPublic()));
    return builder;
  }

  private X509Certificate signed(X509v3CertificateBuilder builder) throws GeneralSecurityException {
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
  }

  private ContentSigner signer() throws GeneralSecurityException {
    try {
      return new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate());
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(KEY_BITS);
    return generator.generateKeyPair();
  }
}
