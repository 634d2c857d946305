package org.bactrian.model.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** Issues certificates of TLS servers and their authorities, with new P-256 keys. */
public final class TlsCertificates {

  /** Clocks of clients may be behind. */
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  private TlsCertificates() {}

  /** A new self-signed authority that may issue end entities only. */
  public static ServerIdentity authority(String commonName, Instant now, Duration lifetime) {
    try {
      KeyPair keys = newKeys();
      X500Name name = name(commonName);
      X509v3CertificateBuilder builder =
          builder(name, name, keys, now, lifetime)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return new ServerIdentity(List.of(sign(builder, keys.getPrivate())), keys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("This Java cannot make a certificate", e);
    }
  }

  /**
   * A new self-signed certificate of a server.
   *
   * @param names host names and addresses of the server, the first its subject
   */
  public static ServerIdentity server(List<String> names, Instant now, Duration lifetime) {
    try {
      KeyPair keys = newKeys();
      X509v3CertificateBuilder builder =
          serverBuilder(name(names.get(0)), names, keys, now, lifetime);
      return new ServerIdentity(List.of(sign(builder, keys.getPrivate())), keys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("This Java cannot make a certificate", e);
    }
  }

  /** Makes the identity of a server, issued by an authority, which stands in its chain. */
  public static ServerIdentity server(
      List<String> names, Instant now, Duration lifetime, ServerIdentity authority) {
    try {
      KeyPair keys = newKeys();
      X509Certificate issuer = authority.certificate();
      X509v3CertificateBuilder builder =
          serverBuilder(
                  X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                  names,
                  keys,
                  now,
                  lifetime)
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer));
      return new ServerIdentity(List.of(sign(builder, authority.key()), issuer), keys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("This Java cannot make a certificate", e);
    }
  }

  private static X509v3CertificateBuilder serverBuilder(
      X500Name issuer, List<String> names, KeyPair keys, Instant now, Duration lifetime)
      throws CertIOException {
    GeneralName[] alternatives =
        names.stream().map(TlsCertificates::general).toArray(GeneralName[]::new);
    return builder(issuer, name(names.get(0)), keys, now, lifetime)
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
        .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair keys, Instant now, Duration lifetime) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(120, new SecureRandom()).setBit(119),
        Date.from(now.minus(CLOCK_SKEW)),
        Date.from(now.plus(lifetime)),
        subject,
        keys.getPublic());
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static GeneralName general(String name) {
    boolean address = name.matches("[0-9.]+") || name.indexOf(':') >= 0;
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  /** Subject of a certificate with that common name. */
  public static X500Name name(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }

  /** Certificates in PEM form. */
  public static String pem(List<X509Certificate> certificates) {
    return pem(certificates.stream());
  }

  /** A private key in PEM form, PKCS #8. */
  public static String pem(PrivateKey key) {
    return pem(Stream.of(new PemObject("PRIVATE KEY", key.getEncoded())));
  }

  private static String pem(Stream<?> parts) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object part : parts.toList()) {
        writer.writeObject(part);
      }
    } catch (IOException e) {
      throw new IllegalStateException("Keys and certificates can always be written", e);
    }
    return text.toString();
  }
}
