package org.bactrian.edge.twin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

/** Certificates in files of PKI folders. */
final class CertificateFiles {

  private CertificateFiles() {}

  static X509Certificate read(Path file) {
    try {
      return CertificateUtil.decodeCertificate(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UaException e) {
      throw new IllegalArgumentException(file + " is no certificate", e);
    }
  }
}
