package org.bactrian.localazure.pki;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bactrian.localazure.storage.OwnerOnly;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The local Azure's own certificate authority and the one server certificate that it issues, kept
 * as PEM files in a folder: {@code ca.pem}, {@code ca.key}, {@code server.pem}, {@code server.key}.
 * The keys are made on the first start, P-256, readable by their owner only.
 */
public final class LocalAuthority {

  /** Names and addresses that the server certificate is valid for. */
  private static final GeneralName[] SERVER_NAMES = {
    new GeneralName(GeneralName.dNSName, "localhost"),
    new GeneralName(GeneralName.dNSName, "hub.localhost"),
    new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
    new GeneralName(GeneralName.iPAddress, "::1")
  };

  private static final X500Name CA_NAME =
      new X500Name("CN=Bactrian local Azure for development and tests only");
  private static final X500Name SERVER_NAME = new X500Name("CN=localhost");
  private static final Duration CA_LIFETIME = Duration.ofDays(3650);
  // Apple and others refuse server certificates that live longer than 825 days.
  private static final Duration SERVER_LIFETIME = Duration.ofDays(397);
  private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);
  private static final String SIGNATURE = "SHA256withECDSA";

  private final Path folder;

  private LocalAuthority(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the authority in a folder; makes what is missing, renews what ends within 30 days.
   *
   * @throws IllegalStateException when the files in the folder are not what this class wrote
   */
  public static LocalAuthority open(Path folder, Clock clock) {
    OwnerOnly.folder(folder);
    LocalAuthority authority = new LocalAuthority(folder);
    try {
      authority.ensure(clock.instant());
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(
          folder
              + ": the certificates of the local Azure cannot be used. Delete the folder to have"
              + " new ones made; clients then need the new ca.pem. Cause: "
              + e.getMessage(),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return authority;
  }

  /** The authority's certificate, PEM: what clients have to trust. */
  public Path caFile() {
    return folder.resolve("ca.pem");
  }

  /** The server certificate followed by the authority's, PEM. */
  public Path serverCertificateFile() {
    return folder.resolve("server.pem");
  }

  /** The server's private key, PKCS#8 PEM. */
  public Path serverKeyFile() {
    return folder.resolve("server.key");
  }

  private Path caKeyFile() {
    return folder.resolve("ca.key");
  }

  private void ensure(Instant now)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    boolean newCa = !Files.exists(caFile()) || !Files.exists(caKeyFile());
    if (newCa || endsSoon(caFile(), now)) {
      makeCa(now);
      makeServer(now);
    } else if (!Files.exists(serverCertificateFile())
        || !Files.exists(serverKeyFile())
        || endsSoon(serverCertificateFile(), now)) {
      makeServer(now);
    }
  }

  private void makeCa(Instant now)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPair keys = newKeys();
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    X509v3CertificateBuilder builder = builder(CA_NAME, CA_NAME, keys, now, CA_LIFETIME);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
    X509Certificate ca = sign(builder, keys.getPrivate());
    OwnerOnly.write(caKeyFile(), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
    OwnerOnly.write(caFile(), pem(ca));
  }

  private void makeServer(Instant now)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    X509Certificate ca = readCertificate(caFile());
    PrivateKey caKey = readKey(caKeyFile());
    KeyPair keys = newKeys();
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    X509v3CertificateBuilder builder = builder(CA_NAME, SERVER_NAME, keys, now, SERVER_LIFETIME);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.subjectAlternativeName, false, new GeneralNames(SERVER_NAMES.clone()));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(ca));
    X509Certificate server = sign(builder, caKey);
    OwnerOnly.write(serverKeyFile(), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
    OwnerOnly.write(serverCertificateFile(), pem(server, ca));
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
        .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static boolean endsSoon(Path certificate, Instant now)
      throws GeneralSecurityException, IOException {
    Instant end = readCertificate(certificate).getNotAfter().toInstant();
    return end.isBefore(now.plus(RENEW_BEFORE_END));
  }

  private static X509Certificate readCertificate(Path file)
      throws GeneralSecurityException, IOException {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey readKey(Path file) throws GeneralSecurityException, IOException {
    String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static byte[] pem(Object... objects) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        writer.writeObject(object);
      }
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
