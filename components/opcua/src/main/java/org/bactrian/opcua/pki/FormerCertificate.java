package org.bactrian.opcua.pki;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Application certificate that OPC Publisher has left in {@code own/private/*.pfx} (PKCS #12), to
 * go on with the identity that servers trust already.
 */
final class FormerCertificate {

  private static final Logger LOG = LoggerFactory.getLogger(FormerCertificate.class);
  private static final String FILE_TYPE = ".pfx";
  private static final long LARGEST = 1024 * 1024;

  private FormerCertificate() {}

  /** The one that is valid longest; empty without one that can be read. */
  static Optional<ApplicationCertificate> in(PkiFolders folders, String password) {
    List<ApplicationCertificate> found = new ArrayList<>();
    for (Path file : PkiFolders.files(folders.ownKeys())) {
      if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(FILE_TYPE)) {
        read(file, password).ifPresent(found::add);
      }
    }
    return found.stream()
        .max(Comparator.comparing(one -> one.chain().get(0).getNotAfter().toInstant()));
  }

  private static Optional<ApplicationCertificate> read(Path file, String password) {
    try (InputStream content = Files.newInputStream(file)) {
      if (Files.size(file) > LARGEST) {
        throw new IOException("larger than a certificate and its key");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(content, password.toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        Certificate[] stored = store.getCertificateChain(alias);
        if (stored != null
            && stored.length > 0
            && store.getKey(alias, password.toCharArray()) instanceof PrivateKey key) {
          List<X509Certificate> chain =
              Arrays.stream(stored).map(X509Certificate.class::cast).toList();
          ApplicationCertificate former =
              new ApplicationCertificate(
                  chain, key, CertificateUtil.getSanUri(chain.get(0)).orElse(""));
          if (former.isPair() && !former.applicationUri().isEmpty()) {
            return Optional.of(former);
          }
        }
      }
      LOG.warn("{} has no application certificate with its key and is left out", file);
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn(
          "{} cannot be read ({}) and is left out; --apw names its password where it has one",
          file,
          e.getMessage());
    }
    return Optional.empty();
  }
}
