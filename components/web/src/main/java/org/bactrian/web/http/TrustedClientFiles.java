package org.bactrian.web.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bactrian.model.file.FileStamp;

/**
 * Content of the file or folder that says which clients are trusted.
 *
 * @param certificates certificates of authorities and of clients
 * @param lists revocation lists
 * @param stamps stamps of the files that they were read from
 * @param ignored number of files that were not read, since there were more than {@value #MAX_FILES}
 */
record TrustedClientFiles(
    Set<X509Certificate> certificates,
    Set<X509CRL> lists,
    Map<Path, FileStamp> stamps,
    int ignored) {

  /** Most files of a folder that are read, in the order of their names. */
  static final int MAX_FILES = 1_000;

  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final String CRL_PEM = "-----BEGIN X509 CRL-----";

  TrustedClientFiles {
    certificates = Set.copyOf(certificates);
    lists = Set.copyOf(lists);
    stamps = Map.copyOf(stamps);
  }

  /**
   * Reads a file, or the files of a folder whose names do not begin with a dot.
   *
   * @throws IOException when one cannot be read, or there is no certificate; it names the file
   */
  static TrustedClientFiles read(Path source) throws IOException {
    List<Path> files = files(source);
    Map<Path, FileStamp> stamps = stamps(files);
    Set<X509Certificate> certificates = new LinkedHashSet<>();
    Set<X509CRL> lists = new LinkedHashSet<>();
    for (Path file : stamps.keySet()) {
      byte[] content = content(file);
      try {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        if (isList(file, content)) {
          factory
              .generateCRLs(new ByteArrayInputStream(content))
              .forEach(list -> lists.add((X509CRL) list));
        } else {
          factory
              .generateCertificates(new ByteArrayInputStream(content))
              .forEach(certificate -> certificates.add((X509Certificate) certificate));
        }
      } catch (GeneralSecurityException e) {
        throw new IOException(
            file + " holds neither certificates nor revocation lists in PEM or DER form", e);
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(
          source + " holds no certificate. Put the authority of the clients there, as PEM");
    }
    return new TrustedClientFiles(certificates, lists, stamps, files.size() - stamps.size());
  }

  private static boolean isList(Path file, byte[] content) {
    return file.toString().endsWith(".crl")
        || new String(content, StandardCharsets.ISO_8859_1).contains(CRL_PEM);
  }

  private static byte[] content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
      }
      return content;
    }
  }

  private static Map<Path, FileStamp> stamps(List<Path> files) {
    Map<Path, FileStamp> stamps = new LinkedHashMap<>();
    for (Path file : files.subList(0, Math.min(MAX_FILES, files.size()))) {
      stamps.put(file, FileStamp.of(file));
    }
    return stamps;
  }

  private static List<Path> files(Path source) throws IOException {
    if (!Files.isDirectory(source)) {
      return List.of(source);
    }
    try (Stream<Path> files = Files.list(source)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** Returns true when the files are those that were read. */
  boolean isCurrent(Path source) {
    try {
      List<Path> files = files(source);
      return files.size() - ignored == stamps.size() && stamps(files).equals(stamps);
    } catch (IOException e) {
      return false;
    }
  }
}
