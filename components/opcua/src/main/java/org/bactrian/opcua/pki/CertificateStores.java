package org.bactrian.opcua.pki;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.file.JournaledFiles;
import org.eclipse.milo.opcua.stack.core.util.DigestUtil;

/**
 * Changes of the certificate stores from afar. Each is on disk as a whole or not at all, and what
 * is trusted counts for sessions at once. Thread-safe.
 */
public final class CertificateStores {

  private static final String KEYS = "private";

  private final PkiFolders folders;
  private final Runnable changed;

  /**
   * @param folders where the stores are
   * @param changed called after a change of what is trusted
   */
  public CertificateStores(PkiFolders folders, Runnable changed) {
    this.folders = folders;
    this.changed = changed;
  }

  /** Returns the SHA-1 of a certificate in upper case hex. */
  public static String thumbprint(X509Certificate certificate) {
    return PkiFolders.thumbprint(certificate);
  }

  /** The certificates of a store, by the names of their files. */
  public List<X509Certificate> certificates(PkiStore store) {
    return PkiFolders.readCertificates(certificateFiles(store));
  }

  /** The revocation lists of a store. */
  public List<X509CRL> revocationLists(PkiStore store) {
    return Files.isDirectory(lists(store)) ? PkiFolders.readCrls(lists(store)) : List.of();
  }

  /**
   * Adds certificates unless equal ones are there.
   *
   * @param store store of the leaf
   * @param issuers store of its issuers
   */
  public synchronized void add(PkiStore store, PkiStore issuers, SentChain chain) {
    JournaledFiles.Changes changes = new JournaledFiles.Changes();
    write(changes, store, chain.leaf());
    chain.issuers().forEach(issuer -> write(changes, issuers, issuer));
    commit(changes);
  }

  /** Adds a certificate to those that are trusted unless it is there. */
  public synchronized void trust(X509Certificate certificate) {
    JournaledFiles.Changes changes = new JournaledFiles.Changes();
    write(changes, PkiStore.Trusted, certificate);
    commit(changes);
  }

  /** Adds a certificate of a user and its key, which {@code password} protects. */
  public synchronized void addUser(X509Certificate certificate, PrivateKey key, String password) {
    JournaledFiles.Changes changes = new JournaledFiles.Changes();
    write(changes, PkiStore.User, certificate);
    changes.write(keyFile(certificate), keyStore(certificate, key, password));
    commit(changes);
  }

  /**
   * The certificate and key of a user.
   *
   * @param name thumbprint, distinguished name or common name of the certificate
   * @param password what protects the key
   * @throws OperationException of kind NOT_FOUND without such a certificate, of kind UNAUTHORIZED
   *     when the password does not fit
   */
  public KeyStore.PrivateKeyEntry user(String name, String password) {
    X509Certificate certificate =
        certificates(PkiStore.User).stream()
            .filter(one -> isNamed(one, name))
            .findFirst()
            .orElseThrow(
                () ->
                    new OperationException(
                        FaultKind.NOT_FOUND,
                        "There is no certificate of a user %s. Add it to the store User with its key."
                            .formatted(name)));
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      byte[] content = Files.readAllBytes(keyFile(certificate));
      store.load(new ByteArrayInputStream(content), password.toCharArray());
      return (KeyStore.PrivateKeyEntry)
          store.getEntry(
              store.aliases().nextElement(),
              new KeyStore.PasswordProtection(password.toCharArray()));
    } catch (IOException | GeneralSecurityException e) {
      // The cause could tell of the key.
      throw new OperationException(
          FaultKind.UNAUTHORIZED,
          "The key of the user %s cannot be read. Give the password that it was added with."
              .formatted(name));
    }
  }

  private static boolean isNamed(X509Certificate certificate, String name) {
    String subject = certificate.getSubjectX500Principal().getName();
    return PkiFolders.thumbprint(certificate).equalsIgnoreCase(name.strip())
        || subject.equalsIgnoreCase(name.strip().replaceAll("\\s*,\\s*", ","))
        || PkiFolders.commonName(certificate).equals(name.strip());
  }

  /** Adds a revocation list unless an equal one is there. */
  public synchronized void addRevocationList(PkiStore store, X509CRL list) {
    byte[] der = encoded(list);
    JournaledFiles.Changes changes = new JournaledFiles.Changes();
    changes.write(
        create(lists(store))
            .resolve(HexFormat.of().withUpperCase().formatHex(DigestUtil.sha1(der)) + ".crl"),
        der);
    commit(changes);
  }

  /**
   * Moves a certificate from Rejected to Trusted.
   *
   * @throws OperationException of kind NOT_FOUND when it is not there
   */
  public synchronized void approve(String thumbprint) {
    X509Certificate certificate = find(PkiStore.Rejected, thumbprint);
    JournaledFiles.Changes changes = new JournaledFiles.Changes();
    write(changes, PkiStore.Trusted, certificate);
    delete(changes, PkiStore.Rejected, certificate);
    commit(changes);
  }

  /**
   * Removes a certificate with its key, and the revocation lists of the store that it has signed.
   *
   * @throws OperationException of kind NOT_FOUND when it is not there
   */
  public synchronized void remove(PkiStore store, String thumbprint) {
    X509Certificate certificate = find(store, thumbprint);
    JournaledFiles.Changes changes = new JournaledFiles.Changes();
    delete(changes, store, certificate);
    for (Path file : listFiles(store)) {
      if (PkiFolders.readCrls(List.of(file)).stream()
          .anyMatch(list -> CertificatePath.isIssuer(certificate, list))) {
        changes.delete(file);
      }
    }
    commit(changes);
  }

  /** Removes a revocation list; one that is not there is no fault. */
  public synchronized void removeRevocationList(PkiStore store, X509CRL list) {
    JournaledFiles.Changes changes = new JournaledFiles.Changes();
    for (Path file : listFiles(store)) {
      if (PkiFolders.readCrls(List.of(file)).contains(list)) {
        changes.delete(file);
      }
    }
    commit(changes);
  }

  /** Removes all certificates, keys and revocation lists of a store. */
  public synchronized void removeAll(PkiStore store) {
    JournaledFiles.Changes changes = new JournaledFiles.Changes();
    certificateFiles(store).forEach(changes::delete);
    listFiles(store).forEach(changes::delete);
    Path keys = folders.store(store).resolve(KEYS);
    if (Files.isDirectory(keys)) {
      PkiFolders.files(keys).forEach(changes::delete);
    }
    commit(changes);
  }

  private X509Certificate find(PkiStore store, String thumbprint) {
    return certificates(store).stream()
        .filter(one -> PkiFolders.thumbprint(one).equalsIgnoreCase(thumbprint))
        .findFirst()
        .orElseThrow(
            () ->
                new OperationException(
                    FaultKind.NOT_FOUND,
                    "The store %s has no certificate %s. ListCertificates tells those that it has."
                        .formatted(store, thumbprint)));
  }

  private void write(JournaledFiles.Changes changes, PkiStore store, X509Certificate certificate) {
    // An equal one may be there under the name that an operator or a delivery has given it.
    if (!certificates(store).contains(certificate)) {
      changes.write(
          create(folders.store(store).resolve("certs")).resolve(PkiFolders.fileName(certificate)),
          encoded(certificate));
    }
  }

  private void delete(JournaledFiles.Changes changes, PkiStore store, X509Certificate certificate) {
    for (Path file : certificateFiles(store)) {
      List<X509Certificate> kept = new ArrayList<>(PkiFolders.readCertificates(List.of(file)));
      if (kept.removeIf(certificate::equals)) {
        if (kept.isEmpty()) {
          changes.delete(file);
        } else {
          changes.write(file, ApplicationCertificate.encoded(kept));
        }
      }
    }
    Path key =
        store == PkiStore.Application
            ? ApplicationCertificate.keyFile(folders)
            : keyFile(certificate);
    boolean withKey = store == PkiStore.Application || store == PkiStore.User;
    if (withKey && Files.exists(key)) {
      changes.delete(key);
    }
  }

  private Path keyFile(X509Certificate certificate) {
    return create(folders.store(PkiStore.User).resolve(KEYS))
        .resolve(PkiFolders.fileName(certificate).replaceAll("\\.der$", ".pfx"));
  }

  private List<Path> certificateFiles(PkiStore store) {
    Path folder = folders.store(store).resolve("certs");
    return Files.isDirectory(folder) ? PkiFolders.files(folder) : List.of();
  }

  private List<Path> listFiles(PkiStore store) {
    return Files.isDirectory(lists(store)) ? PkiFolders.files(lists(store)) : List.of();
  }

  private Path lists(PkiStore store) {
    return folders.store(store).resolve("crl");
  }

  private static Path create(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw PkiFolders.unwritable("The certificate", e);
    }
  }

  private void commit(JournaledFiles.Changes changes) {
    if (changes.isEmpty()) {
      return;
    }
    try {
      folders.trustFiles().commit(changes);
    } catch (IOException e) {
      throw PkiFolders.unwritable("The change of the certificate store", e);
    }
    changed.run();
  }

  private static byte[] keyStore(X509Certificate certificate, PrivateKey key, String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      X509Certificate[] chain = {certificate};
      store.setKeyEntry("user", key, password.toCharArray(), chain);
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      store.store(content, password.toCharArray());
      return content.toByteArray();
    } catch (IOException | GeneralSecurityException e) {
      throw PkiFolders.unwritable("The key of the user", e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    return ApplicationCertificate.encoded(List.of(certificate));
  }

  private static byte[] encoded(X509CRL list) {
    try {
      return list.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "The revocation list cannot be encoded.", e);
    }
  }
}
