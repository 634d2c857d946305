package org.bactrian.opcua.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Optional;
import org.bactrian.model.file.FileStamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificate and key of this client that follow their files while the process runs, so that an
 * operator can replace them. The former pair stays in use until a whole new one is there.
 * Thread-safe.
 */
public final class ReloadableApplicationCertificate {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadableApplicationCertificate.class);
  private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

  private final Path certificateFile;
  private final Path keyFile;
  private final InstantSource clock;

  private volatile ApplicationCertificate current;
  private Stamps seen;

  /** Evidence of changed files. */
  private record Stamps(FileStamp certificate, FileStamp key) {}

  /**
   * @param folders where the files are
   * @param loaded what they hold now
   */
  public ReloadableApplicationCertificate(
      PkiFolders folders, ApplicationCertificate loaded, InstantSource clock) {
    this.certificateFile = ApplicationCertificate.certificateFile(folders);
    this.keyFile = ApplicationCertificate.keyFile(folders);
    this.clock = clock;
    this.current = loaded;
    this.seen = stamps();
  }

  /** Returns the certificate to connect with. */
  public ApplicationCertificate current() {
    return current;
  }

  /**
   * Takes over the pair in the files when they have changed and hold another certificate, which
   * belongs to its key, has not expired and is for the same application URI.
   *
   * @return whether {@link #current} is another one now
   */
  public synchronized boolean reload() {
    Stamps present = stamps();
    if (present.equals(seen)) {
      return false;
    }
    Optional<ApplicationCertificate> replacement = read();
    // Files that are written one after the other are looked at again when the second has changed.
    seen = present;
    replacement.ifPresent(
        next -> {
          current = next;
          LOG.info(
              "The application certificate was replaced by the one in {} (SHA-1 {}). Servers with"
                  + " security must trust it.",
              certificateFile,
              PkiFolders.thumbprint(next.chain().get(0)));
        });
    return replacement.isPresent();
  }

  private Optional<ApplicationCertificate> read() {
    try {
      ApplicationCertificate found = ApplicationCertificate.read(certificateFile, keyFile);
      if (found.chain().equals(current.chain())) {
        return Optional.empty();
      }
      Optional<String> fault = found.fault(current.applicationUri(), clock.instant());
      if (fault.isPresent()) {
        LOG.warn(
            "The new application certificate {} {}. The former one stays in use.",
            certificateFile,
            fault.get());
        return Optional.empty();
      }
      if (!keyBelongsTo(found)) {
        LOG.warn(
            "The application certificate {} does not belong to the key {}. The former pair stays in"
                + " use until both are replaced.",
            certificateFile,
            keyFile);
        return Optional.empty();
      }
      return Optional.of(found);
    } catch (ApplicationCertificate.DamagedFileException | IOException e) {
      LOG.warn("{}. The former application certificate stays in use.", e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean keyBelongsTo(ApplicationCertificate pair) {
    String algorithm = pair.key().getAlgorithm();
    try {
      Signature signature =
          Signature.getInstance("SHA256with" + (algorithm.equals("EC") ? "ECDSA" : algorithm));
      signature.initSign(pair.key());
      signature.update(PROBE);
      byte[] proof = signature.sign();
      signature.initVerify(pair.chain().get(0).getPublicKey());
      signature.update(PROBE);
      return signature.verify(proof);
    } catch (GeneralSecurityException e) {
      LOG.debug("{} is no pair", pair, e);
      return false;
    }
  }

  private Stamps stamps() {
    return new Stamps(FileStamp.of(certificateFile), FileStamp.of(keyFile));
  }
}
