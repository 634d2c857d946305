package org.bactrian.simulator.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.TrustListManager;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.DigestUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trust list in folders: {@code trusted} and {@code issuer}, with {@code certs} and {@code crl} in
 * them. The files are read at each use, so a change counts at once whoever makes it, and are
 * deleted whatever they are called. Milo's own list forgets only files that it has named itself.
 * Thread-safe.
 */
final class FolderTrustList implements TrustListManager {

  private static final Logger LOG = LoggerFactory.getLogger(FolderTrustList.class);

  private final Path trustedCertificates;
  private final Path trustedCrls;
  private final Path issuerCertificates;
  private final Path issuerCrls;

  /** Reader of the content of a file. */
  private interface Reader<T> {
    T read(byte[] content) throws GeneralSecurityException, UaException;
  }

  /** Writer of the content of a file. */
  private interface Writer<T> {
    byte[] write(T one) throws GeneralSecurityException;
  }

  FolderTrustList(Path root) throws IOException {
    trustedCertificates = Files.createDirectories(root.resolve("trusted").resolve("certs"));
    trustedCrls = Files.createDirectories(root.resolve("trusted").resolve("crl"));
    issuerCertificates = Files.createDirectories(root.resolve("issuer").resolve("certs"));
    issuerCrls = Files.createDirectories(root.resolve("issuer").resolve("crl"));
  }

  @Override
  public List<X509CRL> getIssuerCrls() {
    return crls(issuerCrls);
  }

  @Override
  public List<X509CRL> getTrustedCrls() {
    return crls(trustedCrls);
  }

  @Override
  public List<X509Certificate> getIssuerCertificates() {
    return certificates(issuerCertificates);
  }

  @Override
  public List<X509Certificate> getTrustedCertificates() {
    return certificates(trustedCertificates);
  }

  @Override
  public void setIssuerCrls(List<X509CRL> crls) {
    replace(issuerCrls, crls, X509CRL::getEncoded, ".crl");
  }

  @Override
  public void setTrustedCrls(List<X509CRL> crls) {
    replace(trustedCrls, crls, X509CRL::getEncoded, ".crl");
  }

  @Override
  public void setIssuerCertificates(List<X509Certificate> certificates) {
    replace(issuerCertificates, certificates, X509Certificate::getEncoded, ".der");
  }

  @Override
  public void setTrustedCertificates(List<X509Certificate> certificates) {
    replace(trustedCertificates, certificates, X509Certificate::getEncoded, ".der");
  }

  @Override
  public void addIssuerCertificate(X509Certificate certificate) {
    add(issuerCertificates, certificate);
  }

  @Override
  public void addTrustedCertificate(X509Certificate certificate) {
    add(trustedCertificates, certificate);
  }

  @Override
  public boolean removeIssuerCertificate(ByteString thumbprint) {
    return remove(issuerCertificates, thumbprint);
  }

  @Override
  public boolean removeTrustedCertificate(ByteString thumbprint) {
    return remove(trustedCertificates, thumbprint);
  }

  @Override
  public DateTime getLastUpdateTime() {
    return DateTime.now();
  }

  private static List<X509Certificate> certificates(Path folder) {
    return List.copyOf(read(folder, CertificateUtil::decodeCertificate).values());
  }

  private static List<X509CRL> crls(Path folder) {
    return List.copyOf(
        read(
                folder,
                content ->
                    (X509CRL)
                        CertificateFactory.getInstance("X.509")
                            .generateCRL(new ByteArrayInputStream(content)))
            .values());
  }

  private synchronized void add(Path folder, X509Certificate certificate) {
    List<X509Certificate> all = new ArrayList<>(certificates(folder));
    all.add(certificate);
    replace(folder, all, X509Certificate::getEncoded, ".der");
  }

  private synchronized boolean remove(Path folder, ByteString thumbprint) {
    List<X509Certificate> all = new ArrayList<>(certificates(folder));
    boolean removed = all.removeIf(one -> hasThumbprint(one, thumbprint));
    replace(folder, all, X509Certificate::getEncoded, ".der");
    return removed;
  }

  private static boolean hasThumbprint(X509Certificate certificate, ByteString thumbprint) {
    try {
      return CertificateUtil.thumbprint(certificate).equals(thumbprint);
    } catch (UaException e) {
      return false;
    }
  }

  /** Files that cannot be read are left out: one may just be written. */
  private static <T> Map<Path, T> read(Path folder, Reader<T> reader) {
    Map<Path, T> all = new LinkedHashMap<>();
    for (Path file : files(folder)) {
      try {
        all.put(file, reader.read(Files.readAllBytes(file)));
      } catch (NoSuchFileException gone) {
        LOG.debug("{} was removed meanwhile", file, gone);
      } catch (IOException | GeneralSecurityException | UaException | RuntimeException e) {
        LOG.warn("{} cannot be read and is left out: {}", file, e.toString());
      }
    }
    return all;
  }

  private synchronized <T> void replace(
      Path folder, List<T> wanted, Writer<T> writer, String suffix) {
    try {
      Set<String> names = new TreeSet<>();
      for (T one : wanted) {
        byte[] content = writer.write(one);
        String name = HexFormat.of().formatHex(DigestUtil.sha1(content)) + suffix;
        names.add(name);
        write(folder.resolve(name), content);
      }
      for (Path file : files(folder)) {
        if (!names.contains(file.getFileName().toString())) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("what was read cannot be written", e);
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    if (!Files.exists(file)) {
      Path begun = file.resolveSibling("." + file.getFileName());
      Files.write(begun, content);
      Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }
}
