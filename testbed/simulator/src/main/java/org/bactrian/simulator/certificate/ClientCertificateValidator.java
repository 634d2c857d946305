package org.bactrian.simulator.certificate;

import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultServerCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.TrustListManager;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;
import org.jspecify.annotations.Nullable;

/**
 * Validator of client certificates against a trust list (Part 4, 6.1.3): trust, validity,
 * revocation where there is a list, application URI. Certificates that it refuses for any of these
 * are kept as rejected.
 */
final class ClientCertificateValidator implements CertificateValidator {

  private static final Set<ValidationCheck> CHECKS =
      EnumSet.of(
          ValidationCheck.VALIDITY, ValidationCheck.REVOCATION, ValidationCheck.APPLICATION_URI);

  private final CertificateValidator byTrustList;
  private final CertificateQuarantine rejected;

  ClientCertificateValidator(TrustListManager trusted, CertificateQuarantine rejected) {
    this.byTrustList = new DefaultServerCertificateValidator(trusted, CHECKS, rejected);
    this.rejected = rejected;
  }

  @Override
  public void validateCertificateChain(
      List<X509Certificate> chain,
      @Nullable String applicationUri,
      String @Nullable [] validHostNames)
      throws UaException {
    try {
      byTrustList.validateCertificateChain(chain, applicationUri, validHostNames);
    } catch (UaException refused) {
      // Milo keeps those that are not trusted, and not those that were revoked or have expired.
      rejected.addRejectedCertificate(chain.get(0));
      throw refused;
    }
  }
}
