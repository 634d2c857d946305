package org.bactrian.simulator.certificate;

import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
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
      EnumSet.of(ValidationCheck.VALIDITY, ValidationCheck.APPLICATION_URI);

  private final TrustListManager trusted;
  private final CertificateValidator byTrustList;
  private final CertificateQuarantine rejected;

  ClientCertificateValidator(TrustListManager trusted, CertificateQuarantine rejected) {
    this.trusted = trusted;
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
      requireNotRevoked(chain);
    } catch (UaException refused) {
      // Milo keeps those that are not trusted, and not those that were revoked or have expired.
      rejected.addRejectedCertificate(chain.get(0));
      throw refused;
    }
  }

  /** Milo refuses every certificate of an authority without a revocation list. */
  private void requireNotRevoked(List<X509Certificate> chain) throws UaException {
    boolean revoked =
        Stream.of(trusted.getTrustedCrls(), trusted.getIssuerCrls())
            .flatMap(List::stream)
            .anyMatch(
                crl ->
                    chain.stream()
                        .filter(
                            one ->
                                one.getIssuerX500Principal().equals(crl.getIssuerX500Principal()))
                        .anyMatch(crl::isRevoked));
    if (revoked) {
      throw new UaException(StatusCodes.Bad_SecurityChecksFailed, "revoked");
    }
  }
}
