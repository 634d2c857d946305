package org.bactrian.opcua.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.Base64;
import java.util.Date;
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
 * What this client shows to servers (Part 6, 6.2.2): {@code own/certs/application.der} with the
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
   * expired, or when it is for another application URI than the one that is asked for.
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
    Path certificateFile = folders.ownCertificates().resolve(CERTIFICATE_FILE);
    Path keyFile = folders.ownKeys().resolve(KEY_FILE);
    try {
      if (Files.exists(certificateFile) && Files.exists(keyFile)) {
        ApplicationCertificate present = read(certificateFile, keyFile);
        Optional<String> fault = present.fault(applicationUri, clock.instant());
        if (fault.isEmpty()) {
          return present;
        }
        LOG.warn(
            "Application certificate {} {}. A new one is made; servers must be told to trust it.",
            certificateFile,
            fault.get());
        keep(certificateFile);
        keep(keyFile);
      }
      return create(
          certificateFile,
          keyFile,
          applicationName,
          applicationUri.isEmpty() ? defaultUri : applicationUri,
          hostNames);
    } catch (IOException | GeneralSecurityException | UaException e) {
      throw new IllegalStateException(
          "Application certificate "
              + certificateFile
              + " with key "
              + keyFile
              + " cannot be used: "
              + e.getMessage()
              + ". Mend the files, or remove both for a new certificate.",
          e);
    }
  }

  private Optional<String> fault(String wantedUri, Instant now) {
    if (chain.get(0).getNotAfter().before(Date.from(now))) {
      return Optional.of("expired on " + chain.get(0).getNotAfter().toInstant());
    }
    if (!wantedUri.isEmpty() && !wantedUri.equals(applicationUri)) {
      return Optional.of("is for " + applicationUri + " and not for " + wantedUri);
    }
    return Optional.empty();
  }

  private static ApplicationCertificate read(Path certificateFile, Path keyFile)
      throws IOException, GeneralSecurityException, UaException {
    List<X509Certificate> chain =
        CertificateUtil.decodeCertificates(Files.readAllBytes(certificateFile));
    String pem = Files.readString(keyFile);
    if (!pem.contains(BEGIN)) {
      throw new IOException("the key is not in PKCS #8 PEM form");
    }
    byte[] der =
        Base64.getMimeDecoder()
            .decode(pem.substring(pem.indexOf(BEGIN) + BEGIN.length(), pem.indexOf(END)));
    PrivateKey key =
        KeyFactory.getInstance(chain.get(0).getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(der));
    String uri = CertificateUtil.getSanUri(chain.get(0)).orElse("");
    return new ApplicationCertificate(chain, key, uri);
  }

  private static ApplicationCertificate create(
      Path certificateFile,
      Path keyFile,
      String applicationName,
      String applicationUri,
      List<String> hostNames)
      throws IOException, GeneralSecurityException {
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
    SelfSignedCertificateBuilder builder =
        new SelfSignedCertificateBuilder(keys)
            .setCommonName(applicationName)
            .setOrganization("Bactrian")
            .setApplicationUri(applicationUri)
            .setValidityPeriod(VALIDITY);
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
    OwnerOnly.write(keyFile, pem(keys.getPrivate()).getBytes(StandardCharsets.US_ASCII));
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

  private static String pem(PrivateKey key) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return BEGIN + "\n" + lines.encodeToString(key.getEncoded()) + "\n" + END + "\n";
  }
}
