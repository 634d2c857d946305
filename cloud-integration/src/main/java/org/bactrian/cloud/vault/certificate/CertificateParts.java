package org.bactrian.cloud.vault.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bactrian.cloud.vault.contract.SignatureAlgorithm;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/**
 * The part of a certificate that is signed, and the certificate made of it and a signature. Between
 * the two lies a call of who holds the key, so they are apart.
 *
 * <p>Certificates follow OPC UA Part 6, 6.2.2 and 6.2.3. Those of application instances are no
 * authorities and have no path length, which RFC 5280, 4.2.1.9 forbids them; authorities have none,
 * since groups may be nested at will.
 */
public final class CertificateParts {

  private static final int APPLICATION_RSA =
      KeyUsage.digitalSignature
          | KeyUsage.nonRepudiation
          | KeyUsage.keyEncipherment
          | KeyUsage.dataEncipherment;
  private static final int APPLICATION_CURVE = KeyUsage.digitalSignature;
  private static final int AUTHORITY =
      KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign;

  private CertificateParts() {}

  /**
   * The signed part of a certificate of an application instance.
   *
   * @param issuer who issues it
   * @param serial its serial number
   * @param validity when it is valid
   * @param subject name of the application
   * @param key public key of the application
   * @param names its application URI, host names and addresses
   * @param urls URLs that it names
   * @return DER
   */
  public static byte[] ofApplication(
      CertificateIssuer issuer,
      BigInteger serial,
      Validity validity,
      X500Name subject,
      PublicKey key,
      List<GeneralName> names,
      DistributionUrls urls) {
    try {
      X509v3CertificateBuilder builder = builder(issuer, serial, validity, subject, key, urls);
      boolean rsa = key.getAlgorithm().equals("RSA");
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(
              Extension.keyUsage, true, new KeyUsage(rsa ? APPLICATION_RSA : APPLICATION_CURVE))
          .addExtension(
              Extension.extendedKeyUsage,
              true,
              new ExtendedKeyUsage(
                  new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                  }))
          .addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(names.toArray(GeneralName[]::new)));
      return signedPart(builder, issuer.algorithm());
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java cannot make a certificate", e);
    }
  }

  /** The signed part of a certificate of an authority, DER. */
  public static byte[] ofAuthority(
      CertificateIssuer issuer,
      BigInteger serial,
      Validity validity,
      X500Name subject,
      PublicKey key,
      DistributionUrls urls) {
    try {
      X509v3CertificateBuilder builder = builder(issuer, serial, validity, subject, key, urls);
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
          .addExtension(Extension.keyUsage, true, new KeyUsage(AUTHORITY));
      return signedPart(builder, issuer.algorithm());
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java cannot make a certificate", e);
    }
  }

  private static X509v3CertificateBuilder builder(
      CertificateIssuer issuer,
      BigInteger serial,
      Validity validity,
      X500Name subject,
      PublicKey key,
      DistributionUrls urls)
      throws IOException, NoSuchAlgorithmException {
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer.name(),
            serial,
            Date.from(validity.notBefore()),
            Date.from(validity.notAfter()),
            subject,
            key);
    builder
        .addExtension(
            Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            extensions.createAuthorityKeyIdentifier(issuer.key()));
    if (urls.isNamed() && !issuer.key().equals(key)) {
      builder
          .addExtension(
              Extension.authorityInfoAccess,
              false,
              new AuthorityInformationAccess(
                  AccessDescription.id_ad_caIssuers, uri(urls.issuer(issuer.serial()))))
          .addExtension(
              Extension.cRLDistributionPoints,
              false,
              new CRLDistPoint(
                  new DistributionPoint[] {
                    new DistributionPoint(
                        new DistributionPointName(new GeneralNames(uri(urls.crl(issuer.serial())))),
                        null,
                        null)
                  }));
    }
    return builder;
  }

  private static GeneralName uri(String uri) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
  }

  private static byte[] signedPart(X509v3CertificateBuilder builder, SignatureAlgorithm algorithm)
      throws IOException {
    return builder
        .build(new CapturingSigner(algorithm))
        .toASN1Structure()
        .getTBSCertificate()
        .getEncoded(ASN1Encoding.DER);
  }

  /**
   * A certificate or revocation list of its signed part and its signature.
   *
   * @return DER
   */
  public static byte[] signed(byte[] signedPart, SignatureAlgorithm algorithm, byte[] signature) {
    try {
      return new DERSequence(
              new org.bouncycastle.asn1.ASN1Encodable[] {
                ASN1Primitive.fromByteArray(signedPart),
                CapturingSigner.identifier(algorithm),
                new DERBitString(signature)
              })
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a certificate that was made here.
   *
   * @param der the certificate
   */
  public static X509Certificate read(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalStateException("A stored certificate cannot be read", e);
    }
  }

  /** Serial number of a certificate as it is stored, hexadecimal in lower case. */
  public static String serial(BigInteger number) {
    return number.toString(16).toLowerCase(Locale.ROOT);
  }
}
