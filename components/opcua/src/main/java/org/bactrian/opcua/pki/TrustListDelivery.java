package org.bactrian.opcua.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.file.JournaledFiles;
import org.eclipse.milo.opcua.stack.core.util.DigestUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivery of trust lists into the PKI folders. Files of a delivery begin with {@value #PREFIX};
 * each delivery replaces the files of the former one, as a whole or not at all, and leaves those
 * that an operator has put there. Thread-safe.
 */
public final class TrustListDelivery {

  private static final String PREFIX = "delivered-";

  private static final Logger LOG = LoggerFactory.getLogger(TrustListDelivery.class);

  private final PkiFolders folders;

  /**
   * @param folders where the lists are kept
   */
  public TrustListDelivery(PkiFolders folders) {
    this.folders = folders;
  }

  /**
   * Replaces what the former delivery has put there.
   *
   * @return whether something is trusted, known or revoked now that was not before, or the other
   *     way round
   * @throws OperationException when a certificate of an issuer is none of an authority, a
   *     revocation list was not signed by its authority, or the folders cannot be written; nothing
   *     has changed then
   */
  public synchronized boolean replace(DeliveredTrustList list) {
    checkIssuers(list.issuerCertificates());
    checkLists(list);
    try {
      JournaledFiles.Changes changes = changes(list);
      folders.trustFiles().commit(changes);
      if (!changes.isEmpty()) {
        LOG.info(
            "A trust list was delivered: {} certificates are trusted, {} authorities are known, and"
                + " there are {} revocation lists, beside those that an operator has put there.",
            list.trustedCertificates().size(),
            list.issuerCertificates().size(),
            list.trustedCrls().size() + list.issuerCrls().size());
      }
      return !changes.isEmpty();
    } catch (IOException | GeneralSecurityException e) {
      throw PkiFolders.unwritable("The trust list", e);
    }
  }

  private static void checkIssuers(List<X509Certificate> issuers) {
    for (int i = 0; i < issuers.size(); i++) {
      if (!CertificatePath.isAuthority(issuers.get(i))) {
        throw DeliveredTrustList.bad(
            "issuerCertificates[%d], %s, is no certificate of an authority. Trust it, or leave it out."
                .formatted(i, issuers.get(i).getSubjectX500Principal()));
      }
    }
  }

  private void checkLists(DeliveredTrustList list) {
    List<X509Certificate> authorities = new ArrayList<>(list.issuerCertificates());
    authorities.addAll(list.trustedCertificates());
    Stream.of(folders.trustedCertificates(), folders.issuerCertificates())
        .flatMap(folder -> PkiFolders.files(folder).stream())
        .filter(file -> !isDelivered(file))
        .forEach(file -> authorities.addAll(PkiFolders.readCertificates(List.of(file))));
    checkLists("trustedCrls", list.trustedCrls(), authorities);
    checkLists("issuerCrls", list.issuerCrls(), authorities);
  }

  private static void checkLists(
      String name, List<X509CRL> lists, List<X509Certificate> authorities) {
    for (int i = 0; i < lists.size(); i++) {
      X509CRL one = lists.get(i);
      if (authorities.stream().noneMatch(authority -> CertificatePath.isIssuer(authority, one))) {
        throw DeliveredTrustList.bad(
            ("%s[%d] was not signed by %s, or the certificate of that authority is in none of the"
                    + " lists. Send the authority's certificate with its revocation list.")
                .formatted(name, i, one.getIssuerX500Principal()));
      }
    }
  }

  /** Writes lists before certificates, so that nothing is trusted that is revoked. */
  private JournaledFiles.Changes changes(DeliveredTrustList list) throws GeneralSecurityException {
    Map<Path, byte[]> wanted = new LinkedHashMap<>();
    putLists(folders.trustedCrls(), list.trustedCrls(), wanted);
    putLists(folders.issuerCrls(), list.issuerCrls(), wanted);
    putCertificates(folders.issuerCertificates(), list.issuerCertificates(), wanted);
    putCertificates(folders.trustedCertificates(), list.trustedCertificates(), wanted);
    List<Path> present =
        Stream.of(
                folders.trustedCertificates(),
                folders.trustedCrls(),
                folders.issuerCertificates(),
                folders.issuerCrls())
            .flatMap(folder -> PkiFolders.files(folder).stream())
            .filter(TrustListDelivery::isDelivered)
            .toList();
    JournaledFiles.Changes changes = new JournaledFiles.Changes();
    wanted.forEach(
        (file, content) -> {
          if (!present.contains(file)) {
            changes.write(file, content);
          }
        });
    present.stream().filter(file -> !wanted.containsKey(file)).forEach(changes::delete);
    return changes;
  }

  private static void putCertificates(
      Path folder, List<X509Certificate> certificates, Map<Path, byte[]> files)
      throws GeneralSecurityException {
    for (X509Certificate one : certificates) {
      files.put(delivered(folder.resolve(PkiFolders.fileName(one))), one.getEncoded());
    }
  }

  private static void putLists(Path folder, List<X509CRL> lists, Map<Path, byte[]> files)
      throws GeneralSecurityException {
    for (X509CRL one : lists) {
      byte[] der = one.getEncoded();
      String name = HexFormat.of().withUpperCase().formatHex(DigestUtil.sha1(der));
      files.put(folder.resolve(PREFIX + name + ".crl"), der);
    }
  }

  /** The file that a certificate has when it was delivered. */
  static Path delivered(Path file) {
    return file.resolveSibling(PREFIX + file.getFileName());
  }

  private static boolean isDelivered(Path file) {
    return file.getFileName().toString().startsWith(PREFIX);
  }
}
