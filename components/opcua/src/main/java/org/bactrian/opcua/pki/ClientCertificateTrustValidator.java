package org.bactrian.opcua.pki;

import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultServerCertificateValidator;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;
import org.jspecify.annotations.Nullable;

/**
 * Validates the certificate of a client of a server of ours (Part 4, 6.1.3): its chain against the
 * trusted and issuer folders, its validity, revocation where there are lists, and its application
 * URI. A client that is not trusted is kept among the rejected ones. Safe for use by several
 * threads.
 */
public final class ClientCertificateTrustValidator implements CertificateValidator {

  private static final Set<ValidationCheck> CHECKS =
      EnumSet.of(
          ValidationCheck.VALIDITY, ValidationCheck.REVOCATION, ValidationCheck.APPLICATION_URI);

  private final PkiFolders folders;
  private final CertificateQuarantine rejected;

  public ClientCertificateTrustValidator(PkiFolders folders) {
    this.folders = folders;
    this.rejected = new RejectedFolder(folders);
  }

  @Override
  public void validateCertificateChain(
      List<X509Certificate> chain, @Nullable String applicationUri, String @Nullable [] hostNames)
      throws UaException {
    // The files are read at each connect, so one that an operator moved counts at once.
    new DefaultServerCertificateValidator(folders.trustList(), CHECKS, rejected)
        .validateCertificateChain(chain, applicationUri, hostNames);
  }

  /** The rejected certificates. */
  public CertificateQuarantine rejected() {
    return rejected;
  }

  /**
   * Folder of rejected certificates.
   *
   * @param folders where it is
   */
  private record RejectedFolder(PkiFolders folders) implements CertificateQuarantine {

    @Override
    public List<X509Certificate> getRejectedCertificates() {
      return folders.rejected();
    }

    @Override
    public void addRejectedCertificate(X509Certificate certificate) {
      folders.reject(certificate);
    }

    @Override
    public void removeRejectedCertificate(X509Certificate certificate) {
      throw new UnsupportedOperationException("Operators move the files of rejected certificates");
    }
  }
}
