package org.bactrian.opcua.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bactrian.model.file.OwnerOnly;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificate and key of this client (Part 6, 6.2.2): {@code own/certs/application.der} with the
 * chain up to its authority, and {@code own/private/application.pem} (PKCS #8).
 *
 * @param chain the certificate, then its issuers
 * @param key proves it
 * @param applicationUri the identity in it
 */
public record ApplicationCertificate(
    List<X509Certificate> chain, PrivateKey key, String applicationUri) {

  private static final Logger LOG = LoggerFactory.getLogger(ApplicationCertificate.class);
  private static final String CERTIFICATE_FILE = "application.der";
  private static final String KEY_FILE = "application.pem";
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final int KEY_BITS = 2048;
  private static final Period VALIDITY = Period.ofYears(5);

  public ApplicationCertificate {
    chain = List.copyOf(chain);
  }

  /** Names what is shown, never the key. */
  @Override
  public String toString() {
    return "ApplicationCertificate[" + applicationUri + "]";
  }

  /**
   * The certificate in {@code folders}, or a new self-signed one when there is none, when it has
   * expired, when it is for another application URI than the one that is asked for, or when one of
   * its files is damaged. The files of the old one are kept under other names.
   *
   * @param applicationName common name of a new certificate
   * @param applicationUri the URI that it must have; empty for whichever it has
   * @param defaultUri URI of a new one when none is asked for
   * @param hostNames host names and addresses of a new one
   */
  public static ApplicationCertificate in(
      PkiFolders folders,
      String applicationName,
      String applicationUri,
      String defaultUri,
      List<String> hostNames,
      Clock clock) {
    return in(
        folders,
        applicationName,
        applicationUri,
        defaultUri,
        hostNames,
        OwnCertificateRules.DEFAULT,
        clock);
  }

  /**
   * The certificate in {@code folders}, or the one that OPC Publisher has left there, or a new one;
   * see above.
   *
   * @param rules name of a new one, and password of one that OPC Publisher has left
   */
  public static ApplicationCertificate in(
      PkiFolders folders,
      String applicationName,
      String applicationUri,
      String defaultUri,
      List<String> hostNames,
      OwnCertificateRules rules,
      Clock clock) {
    Path certificateFile = certificateFile(folders);
    Path keyFile = keyFile(folders);
    try {
      if (Files.exists(certificateFile) && Files.exists(keyFile)) {
        String fault;
        try {
          ApplicationCertificate present = read(certificateFile, keyFile);
          Optional<String> outdated = present.fault(applicationUri, clock.instant());
          if (outdated.isEmpty()) {
            return present;
          }
          fault = "Application certificate " + certificateFile + " " + outdated.get();
        } catch (DamagedFileException e) {
          fault = e.getMessage();
        }
        LOG.warn(
            "{}. A new certificate is made, and servers must be told to trust it; the old files are"
                + " kept beside it as *.old, to be put back when they can be mended.",
            fault);
        keep(certificateFile);
        keep(keyFile);
      } else {
        Optional<ApplicationCertificate> former =
            FormerCertificate.in(folders, rules.formerPassword())
                .filter(one -> one.fault(applicationUri, clock.instant()).isEmpty());
        if (former.isPresent()) {
          return takeOver(former.get(), certificateFile, keyFile);
        }
      }
      return create(
          certificateFile,
          keyFile,
          rules.subject(),
          applicationName,
          applicationUri.isEmpty() ? defaultUri : applicationUri,
          hostNames);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          ("Application certificate %s with key %s cannot be used: %s. Mend the files, or"
                  + " remove both for a new certificate.")
              .formatted(certificateFile, keyFile, e.getMessage()),
          e);
    }
  }

  static Path certificateFile(PkiFolders folders) {
    return folders.ownCertificates().resolve(CERTIFICATE_FILE);
  }

  static Path keyFile(PkiFolders folders) {
    return folders.ownKeys().resolve(KEY_FILE);
  }

  /** Returns the end of a sentence that begins with the file; empty for a certificate to use. */
  Optional<String> fault(String wantedUri, Instant now) {
    if (chain.get(0).getNotAfter().toInstant().isBefore(now)) {
      return Optional.of("expired on " + chain.get(0).getNotAfter().toInstant());
    }
    if (!wantedUri.isEmpty() && !wantedUri.equals(applicationUri)) {
      return Optional.of("is for " + applicationUri + " and not for " + wantedUri);
    }
    return Optional.empty();
  }

  /** Returns the SHA-1 thumbprint of the certificate in upper case hex. */
  public String thumbprint() {
    return PkiFolders.thumbprint(chain.get(0));
  }

  /** Returns whether the key is that of the certificate. */
  boolean isPair() {
    return KeyPairCheck.isPair(chain.get(0).getPublicKey(), key);
  }

  /** Returns certificates as the content of their file, in DER one after the other. */
  static byte[] encoded(List<X509Certificate> chain) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    try {
      for (X509Certificate one : chain) {
        der.writeBytes(one.getEncoded());
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("Certificate cannot be encoded", e);
    }
    return der.toByteArray();
  }

  static ApplicationCertificate read(Path certificateFile, Path keyFile)
      throws IOException, DamagedFileException {
    List<X509Certificate> chain = readChain(certificateFile);
    PrivateKey key = readKey(keyFile, chain.get(0).getPublicKey().getAlgorithm());
    String uri = CertificateUtil.getSanUri(chain.get(0)).orElse("");
    return new ApplicationCertificate(chain, key, uri);
  }

  private static List<X509Certificate> readChain(Path file)
      throws IOException, DamagedFileException {
    byte[] der = Files.readAllBytes(file);
    try {
      List<X509Certificate> chain = CertificateUtil.decodeCertificates(der);
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (UaException e) {
      LOG.debug("{} is damaged", file, e);
    }
    throw new DamagedFileException(file + " is cut short or holds no certificate in DER form");
  }

  static PrivateKey readKey(Path file, String algorithm) throws IOException, DamagedFileException {
    String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin >= 0 && end > begin) {
      try {
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        LOG.debug("{} is damaged", file, e);
      }
    }
    throw new DamagedFileException(
        file + " is cut short or holds no private key in PKCS #8 PEM form");
  }

  /** A file that can be read and does not hold what it should. */
  static final class DamagedFileException extends Exception {
    DamagedFileException(String message) {
      super(message);
    }
  }

  private static ApplicationCertificate takeOver(
      ApplicationCertificate former, Path certificateFile, Path keyFile) throws IOException {
    OwnerOnly.write(keyFile, pem(former.key()));
    Files.write(certificateFile, encoded(former.chain()));
    LOG.info(
        "Application certificate {} for {} of OPC Publisher was taken over into {}",
        former.thumbprint(),
        former.applicationUri(),
        certificateFile);
    return former;
  }

  private static ApplicationCertificate create(
      Path certificateFile,
      Path keyFile,
      CertificateSubject subject,
      String applicationName,
      String applicationUri,
      List<String> hostNames)
      throws IOException, GeneralSecurityException {
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
    SelfSignedCertificateBuilder builder =
        new SelfSignedCertificateBuilder(keys)
            .setApplicationUri(applicationUri)
            .setValidityPeriod(VALIDITY);
    subject.applyTo(builder, applicationName);
    for (String host : hostNames) {
      if (host.matches("[0-9.]+|.*:.*")) {
        builder.addIpAddress(host);
      } else {
        builder.addDnsName(host);
      }
    }
    X509Certificate certificate;
    try {
      certificate = builder.build();
    } catch (Exception e) {
      throw new GeneralSecurityException(e);
    }
    OwnerOnly.write(keyFile, pem(keys.getPrivate()));
    Files.write(certificateFile, certificate.getEncoded());
    LOG.info(
        "Application certificate for {} was made: {} (SHA-1 {}). Servers with security must be told"
            + " to trust it.",
        applicationUri,
        certificateFile,
        PkiFolders.thumbprint(certificate));
    return new ApplicationCertificate(List.of(certificate), keys.getPrivate(), applicationUri);
  }

  private static void keep(Path file) throws IOException {
    String stamp = Instant.now().toString().replaceAll("[:.]", "-").toLowerCase(Locale.ROOT);
    Files.move(
        file,
        file.resolveSibling(file.getFileName() + "." + stamp + ".old"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Returns a key as the content of its file. */
  static byte[] pem(PrivateKey key) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return (BEGIN + "\n" + lines.encodeToString(key.getEncoded()) + "\n" + END + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
