package org.bactrian.edge.http;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bactrian.model.file.OwnerOnly;
import org.bactrian.web.http.ServerIdentity;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
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
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Self-signed certificate of the HTTP API, stored with its private key in {@code server.pem}, which
 * only the owner can read; {@code server.crt} beside it is for clients. Thread-safe.
 */
public final class HttpServerCertificate {

  /** Validity of a new certificate. */
  static final Duration VALIDITY = Duration.ofDays(365);

  /** Time before expiry at which a certificate is replaced. */
  static final Duration AHEAD = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(HttpServerCertificate.class);
  private static final String IDENTITY_FILE = "server.pem";
  private static final String CERTIFICATE_FILE = "server.crt";
  private static final int SERIAL_BITS = 120;

  private final Path folder;
  private final List<String> names;
  private final InstantSource clock;
  private ServerIdentity identity;

  private HttpServerCertificate(Path folder, List<String> names, InstantSource clock) {
    this.folder = folder;
    this.names = List.copyOf(names);
    this.clock = clock;
  }

  /**
   * Returns the certificate stored in a folder, or a new one when there is none, when it is about
   * to expire or is for other names, or when its file is damaged; the damaged file is kept beside
   * it.
   *
   * @param names host names and addresses of the server, the first its subject
   * @throws IOException when the folder cannot be read or written
   */
  public static HttpServerCertificate in(Path folder, List<String> names, InstantSource clock)
      throws IOException {
    HttpServerCertificate certificate = new HttpServerCertificate(folder, names, clock);
    Path file = folder.resolve(IDENTITY_FILE);
    Optional<ServerIdentity> present = Files.exists(file) ? read(file) : Optional.empty();
    if (present.isPresent()) {
      certificate.identity = present.get();
      certificate.renewWhenDue();
    } else {
      if (Files.exists(file)) {
        LOG.warn(
            "{} is cut short or holds no private key with a certificate in PEM form. It is kept as"
                + " {}, and the HTTP API has a new certificate, {}: its clients must be told to"
                + " trust it, unless you put the right file back and start again.",
            file,
            setAside(file),
            folder.resolve(CERTIFICATE_FILE));
      }
      certificate.renew();
    }
    return certificate;
  }

  /** Returns the certificate chain and private key that the server presents to clients. */
  public synchronized ServerIdentity identity() {
    return identity;
  }

  /** Returns the certificate as PEM. */
  public synchronized String pem() {
    try {
      return pem(List.of(identity.certificate()));
    } catch (IOException e) {
      throw new IllegalStateException("A certificate can always be written", e);
    }
  }

  /**
   * Creates a new certificate when this one is about to expire or is for another name.
   *
   * @return true when a new certificate was created
   * @throws IOException when the folder cannot be written; the certificate then stays the same
   */
  public synchronized boolean renewWhenDue() throws IOException {
    Instant end = identity.certificate().getNotAfter().toInstant();
    boolean subject =
        identity.certificate().getSubjectX500Principal().equals(principal(subject(names)));
    if (subject && clock.instant().plus(AHEAD).isBefore(end)) {
      return false;
    }
    renew();
    LOG.info("The HTTP API has a new certificate: {}", folder.resolve(CERTIFICATE_FILE));
    return true;
  }

  /**
   * Creates a new certificate even if this one is still valid.
   *
   * @throws IOException when the folder cannot be written; the certificate then stays the same
   */
  public synchronized void renew() throws IOException {
    try {
      ServerIdentity made = make();
      OwnerOnly.folder(folder);
      OwnerOnly.write(
          folder.resolve(IDENTITY_FILE),
          pem(List.of(new PemObject("PRIVATE KEY", made.key().getEncoded()), made.certificate()))
              .getBytes(StandardCharsets.UTF_8));
      Files.writeString(folder.resolve(CERTIFICATE_FILE), pem(List.of(made.certificate())));
      identity = made;
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("This Java cannot make a certificate", e);
    }
  }

  private ServerIdentity make()
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    Instant now = clock.instant();
    X500Name subject = subject(names);
    GeneralName[] alternatives =
        names.stream().map(HttpServerCertificate::general).toArray(GeneralName[]::new);
    X509CertificateHolder holder =
        new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                // Clocks of clients may be behind.
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(VALIDITY)),
                subject,
                keys.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
            .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives))
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(holder);
    return new ServerIdentity(List.of(certificate), keys.getPrivate());
  }

  private static GeneralName general(String name) {
    boolean address = name.matches("[0-9.]+") || name.indexOf(':') >= 0;
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  private static X500Name subject(List<String> names) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, names.get(0)).build();
  }

  private static X500Principal principal(X500Name name) {
    try {
      return new X500Principal(name.getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("A name can always be encoded", e);
    }
  }

  private static Path setAside(Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Empty when the file does not hold what it should. */
  private static Optional<ServerIdentity> read(Path file) throws IOException {
    String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
    try {
      return parse(pem);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      LOG.debug("{} is damaged", file, e);
      return Optional.empty();
    }
  }

  private static Optional<ServerIdentity> parse(String pem)
      throws IOException, GeneralSecurityException {
    PrivateKeyInfo key = null;
    List<X509CertificateHolder> holders = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PrivateKeyInfo info) {
          key = info;
        } else if (part instanceof PEMKeyPair pair) {
          key = pair.getPrivateKeyInfo();
        } else if (part instanceof X509CertificateHolder holder) {
          holders.add(holder);
        }
      }
    }
    if (key == null || holders.isEmpty()) {
      return Optional.empty();
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (X509CertificateHolder holder : holders) {
      chain.add(new JcaX509CertificateConverter().getCertificate(holder));
    }
    return Optional.of(new ServerIdentity(chain, key(key, holders.get(0))));
  }

  /** An {@code EC PRIVATE KEY} may leave it to its certificate to name the curve. */
  private static PrivateKey key(PrivateKeyInfo info, X509CertificateHolder certificate)
      throws IOException {
    PrivateKeyInfo whole =
        info.getPrivateKeyAlgorithm().getParameters() == null
            ? new PrivateKeyInfo(
                certificate.getSubjectPublicKeyInfo().getAlgorithm(), info.parsePrivateKey())
            : info;
    return new JcaPEMKeyConverter().getPrivateKey(whole);
  }

  private static String pem(List<?> parts) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object part : parts) {
        writer.writeObject(part);
      }
    }
    return text.toString();
  }
}
