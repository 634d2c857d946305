package org.bactrian.simulator.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.security.CertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.FileBasedCertificateQuarantine;

/**
 * Rejected certificates as files of a folder. Milo writes the file of a certificate anew each time
 * that it is rejected; nobody reads one that is half written. Thread-safe.
 */
final class QuarantineFolder implements CertificateQuarantine {

  private final CertificateQuarantine files;

  QuarantineFolder(Path folder) throws IOException {
    this.files = FileBasedCertificateQuarantine.create(folder);
  }

  @Override
  public synchronized List<X509Certificate> getRejectedCertificates() {
    return files.getRejectedCertificates();
  }

  @Override
  public synchronized void addRejectedCertificate(X509Certificate certificate) {
    files.addRejectedCertificate(certificate);
  }

  @Override
  public synchronized void removeRejectedCertificate(X509Certificate certificate) {
    files.removeRejectedCertificate(certificate);
  }
}
