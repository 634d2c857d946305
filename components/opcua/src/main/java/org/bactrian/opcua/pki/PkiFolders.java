package org.bactrian.opcua.pki;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.file.FileStamp;
import org.bactrian.model.file.JournaledFiles;
import org.bactrian.model.file.OwnerOnly;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.TrustListManager;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificate folders of the operator, laid out as OPC Publisher's: {@code own} and {@code
 * trusted}, {@code issuers}, {@code rejected} with {@code certs}, {@code crl} and {@code private}
 * in them. They are read anew at each connect, so a file that was moved counts at once.
 */
public final class PkiFolders {

  private static final Logger LOG = LoggerFactory.getLogger(PkiFolders.class);

  /** Refused certificates that are kept; the oldest go first. */
  static final int MAX_REJECTED = 100;

  /** Longest common name in the name of a file, which is at most 255 bytes long. */
  private static final int MAX_NAME = 100;

  private final Path root;
  private final Map<PkiStore, Path> elsewhere;
  private final JournaledFiles ownFiles;
  private final JournaledFiles trustFiles;

  /**
   * The folders below {@code root}, which are created where they are missing. A change of files
   * that the last process has begun is finished.
   */
  public PkiFolders(Path root) {
    this(root, Map.of());
  }

  /**
   * The folders below {@code root}, but for stores that are elsewhere; see above.
   *
   * @param elsewhere folders of stores that are not below {@code root} under their own name
   */
  public PkiFolders(Path root, Map<PkiStore, Path> elsewhere) {
    this.root = root.toAbsolutePath().normalize();
    this.elsewhere = Map.copyOf(elsewhere);
    this.ownFiles = new JournaledFiles(this.root, ".own.journal", elsewhere.values());
    this.trustFiles = new JournaledFiles(this.root, ".trust.journal", elsewhere.values());
    try {
      Files.createDirectories(this.root);
      for (Path folder :
          List.of(
              ownCertificates(),
              trustedCertificates(),
              trustedCrls(),
              issuerCertificates(),
              issuerCrls(),
              rejectedCertificates())) {
        Files.createDirectories(folder);
      }
      if (!Files.isDirectory(ownKeys())) { // one that is mounted may be somebody else's
        OwnerOnly.folder(ownKeys());
      }
      ownFiles.recover();
      trustFiles.recover();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "PKI folder " + this.root + " cannot be written. Give this user the right to.", e);
    }
  }

  /** The folder of a store. */
  Path store(PkiStore store) {
    return elsewhere.getOrDefault(store, store.in(root)).toAbsolutePath().normalize();
  }

  /** Certificates of this client. */
  public Path ownCertificates() {
    return certificates(PkiStore.Application);
  }

  /** Private keys of this client, readable by its user only. */
  public Path ownKeys() {
    return store(PkiStore.Application).resolve("private");
  }

  /** The key of a signing request that has not been answered; absent without one. */
  Path pendingKey() {
    return ownKeys().resolve("pending.pem");
  }

  /** Changes of the application certificate and its key. */
  JournaledFiles ownFiles() {
    return ownFiles;
  }

  /** Changes of trusted and issuers. */
  JournaledFiles trustFiles() {
    return trustFiles;
  }

  /** Certificates of servers, or of authorities, that are trusted. */
  public Path trustedCertificates() {
    return certificates(PkiStore.Trusted);
  }

  /** Revocation lists of authorities that are trusted. */
  public Path trustedCrls() {
    return crls(PkiStore.Trusted);
  }

  /** Certificates of authorities that are not trusted themselves and complete chains. */
  public Path issuerCertificates() {
    return certificates(PkiStore.Issuer);
  }

  /** Revocation lists of those authorities. */
  public Path issuerCrls() {
    return crls(PkiStore.Issuer);
  }

  /** Returns evidence of a changed trust list: the stamps of the files of trusted and issuers. */
  public Map<Path, FileStamp> trustStamps() {
    Map<Path, FileStamp> stamps = new HashMap<>();
    for (Path folder :
        List.of(trustedCertificates(), trustedCrls(), issuerCertificates(), issuerCrls())) {
      files(folder).forEach(file -> stamps.put(file, FileStamp.of(file)));
    }
    return stamps;
  }

  /** Certificates that were refused, for the operator to look at and to move to trusted. */
  public Path rejectedCertificates() {
    return certificates(PkiStore.Rejected);
  }

  /** Fault of something that was to be stored in the folders, for callers without the paths. */
  static OperationException unwritable(String what, Exception cause) {
    LOG.warn("{} is not stored", what, cause);
    return new OperationException(
        FaultKind.INVALID_STATE,
        what
            + " cannot be stored in the PKI folder. Give the edge the right to write there; its log"
            + " says more.",
        cause);
  }

  /** Certificates and lists in the files of trusted and issuers now. */
  TrustListManager trustList() {
    MemoryTrustListManager list = new MemoryTrustListManager();
    list.setTrustedCertificates(readCertificates(files(trustedCertificates())));
    list.setTrustedCrls(readCrls(trustedCrls()));
    list.setIssuerCertificates(readCertificates(files(issuerCertificates())));
    list.setIssuerCrls(readCrls(issuerCrls()));
    return list;
  }

  /** Refused certificates that are kept. */
  List<X509Certificate> rejected() {
    return readCertificates(files(rejectedCertificates()));
  }

  /**
   * Keeps a refused certificate for the operator.
   *
   * @return its file, the same for the same certificate
   */
  synchronized Path reject(X509Certificate certificate) {
    Path file = rejectedCertificates().resolve(fileName(certificate));
    try {
      if (!Files.exists(file)) {
        // Hidden until it is whole: others read the folder meanwhile.
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".new");
        Files.write(unfinished, certificate.getEncoded());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        removeOldest();
      }
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn("Refused certificate cannot be written to {}: {}", file, e.getMessage());
    }
    return file;
  }

  /** Removes the oldest rejected certificates, so that new ones do not fill the disk. */
  private void removeOldest() throws IOException {
    List<Path> kept = files(rejectedCertificates());
    Map<Path, FileTime> ages = new HashMap<>();
    for (Path one : kept) {
      try {
        ages.put(one, Files.getLastModifiedTime(one));
      } catch (NoSuchFileException e) {
        LOG.debug("{} was moved meanwhile, such as to the trusted ones", one, e);
      }
    }
    List<Path> oldestFirst =
        ages.keySet().stream().sorted(Comparator.comparing(ages::get)).toList();
    for (Path old : oldestFirst.subList(0, Math.max(0, ages.size() - MAX_REJECTED))) {
      Files.deleteIfExists(old);
    }
  }

  /** A name that a shell takes without quotes, for the operator who moves the file. */
  static String fileName(X509Certificate certificate) {
    String name = commonName(certificate);
    return (name.isEmpty() ? "certificate" : name) + "-" + thumbprint(certificate) + ".der";
  }

  static String thumbprint(X509Certificate certificate) {
    try {
      StringBuilder hex = new StringBuilder();
      for (byte b : CertificateUtil.thumbprint(certificate).bytesOrEmpty()) {
        hex.append(String.format(Locale.ROOT, "%02X", b));
      }
      return hex.toString();
    } catch (UaException e) {
      throw new IllegalArgumentException("Certificate cannot be encoded", e);
    }
  }

  static String commonName(X509Certificate certificate) {
    for (String part : certificate.getSubjectX500Principal().getName().split(",")) {
      if (part.startsWith("CN=")) {
        String plain = part.substring("CN=".length()).replaceAll("[^A-Za-z0-9._-]+", "_");
        plain = plain.substring(0, Math.min(plain.length(), MAX_NAME));
        // A dot in front would hide the file, a dash would make it an option.
        return plain.replaceFirst("^[.-]+", "");
      }
    }
    return "";
  }

  private Path certificates(PkiStore store) {
    return store(store).resolve("certs");
  }

  private Path crls(PkiStore store) {
    return store(store).resolve("crl");
  }

  /** Reads the certificates in files; those that cannot be read are left out with a warning. */
  static List<X509Certificate> readCertificates(List<Path> files) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        certificates.addAll(CertificateUtil.decodeCertificates(in));
      } catch (IOException | UaException e) {
        LOG.warn("{} is no certificate in DER or PEM form and is left out", file);
      }
    }
    return certificates;
  }

  static List<X509CRL> readCrls(Path folder) {
    return readCrls(files(folder));
  }

  /** Reads the lists in files; those that cannot be read are left out with a warning. */
  static List<X509CRL> readCrls(List<Path> files) {
    List<X509CRL> crls = new ArrayList<>();
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        for (CRL crl : CertificateFactory.getInstance("X.509").generateCRLs(in)) {
          crls.add((X509CRL) crl);
        }
      } catch (IOException | GeneralSecurityException e) {
        LOG.warn("{} is no revocation list in DER or PEM form and is left out", file);
      }
    }
    return crls;
  }

  /** Files of a folder, without hidden ones, by name. */
  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> !f.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      LOG.warn("PKI folder {} cannot be read: {}", folder, e.getMessage());
      return List.of();
    }
  }
}
