package org.bactrian.opcua.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.bactrian.model.file.FileStamp;
import org.bactrian.model.file.JournaledFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificate and key of this client that follow their files while the process runs, so that an
 * operator can replace them. The former pair stays in use until a whole new one is there.
 * Thread-safe.
 */
public final class ReloadableApplicationCertificate {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadableApplicationCertificate.class);

  private final PkiFolders folders;
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
    this.folders = folders;
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
          tell(next);
        });
    return replacement.isPresent();
  }

  /**
   * Puts another pair into the files and takes it over, both or neither of its parts.
   *
   * @param changes further files that change with it
   * @throws IOException when the files cannot be written
   */
  synchronized void replace(ApplicationCertificate next, JournaledFiles.Changes changes)
      throws IOException {
    folders
        .ownFiles()
        .commit(
            changes
                .write(keyFile, ApplicationCertificate.pem(next.key()))
                .write(certificateFile, ApplicationCertificate.encoded(next.chain())));
    current = next;
    seen = stamps();
    tell(next);
  }

  private void tell(ApplicationCertificate next) {
    LOG.info(
        "The application certificate was replaced by the one in {} (SHA-1 {}). Servers with"
            + " security must trust it.",
        certificateFile,
        next.thumbprint());
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
      if (!found.isPair()) {
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

  private Stamps stamps() {
    return new Stamps(FileStamp.of(certificateFile), FileStamp.of(keyFile));
  }
}
