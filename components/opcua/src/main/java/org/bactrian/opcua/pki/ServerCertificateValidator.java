package org.bactrian.opcua.pki;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultClientCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks what a server shows (Part 4, 6.1.3): its chain against the trusted and issuer folders, its
 * validity, revocation where there are lists, its application URI and its host name.
 */
public final class ServerCertificateValidator implements CertificateValidator {

  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificateValidator.class);

  private final PkiFolders folders;
  private final boolean autoAccept;
  private final Set<ValidationCheck> checks;
  private final Set<String> noted = ConcurrentHashMap.newKeySet();

  /**
   * @param autoAccept whether a chain that nobody trusts is accepted, with a warning
   * @param checkHostName whether the certificate must name the host that is connected to
   */
  public ServerCertificateValidator(PkiFolders folders, boolean autoAccept, boolean checkHostName) {
    this.folders = folders;
    this.autoAccept = autoAccept;
    EnumSet<ValidationCheck> wanted =
        EnumSet.of(
            ValidationCheck.VALIDITY, ValidationCheck.APPLICATION_URI, ValidationCheck.REVOCATION);
    if (checkHostName) {
      wanted.add(ValidationCheck.HOSTNAME);
    }
    this.checks = wanted;
  }

  @Override
  public void validateCertificateChain(
      List<X509Certificate> chain, String applicationUri, String[] hostNames) throws UaException {
    X509Certificate certificate = chain.get(0);
    try {
      new DefaultClientCertificateValidator(
              folders.trustList(), checks, new MemoryCertificateQuarantine())
          .validateCertificateChain(chain, applicationUri, hostNames);
    } catch (UaException e) {
      if (autoAccept && !isRevoked(e)) {
        noteAccepted(certificate, e);
        return;
      }
      throw refusal(certificate, applicationUri, hostNames, e);
    }
  }

  private void noteAccepted(X509Certificate certificate, UaException fault) {
    if (noted.add(PkiFolders.thumbprint(certificate) + fault.getStatusCode().value())) {
      Path file = folders.reject(certificate);
      LOG.warn(
          "Server certificate {} would be refused ({}) and is accepted because auto-accept is on."
              + " It was written to {}.",
          certificate.getSubjectX500Principal(),
          StatusCodes.lookup(fault.getStatusCode().value()).map(n -> n[0]).orElse("bad"),
          file);
    }
  }

  private CertificateRefusedException refusal(
      X509Certificate certificate, String applicationUri, String[] hostNames, UaException fault) {
    long code = fault.getStatusCode().value();
    String subject = "Server certificate " + certificate.getSubjectX500Principal();
    if (code == StatusCodes.Bad_CertificateHostNameInvalid) {
      return new CertificateRefusedException(
          code,
          subject
              + " is for "
              + names(certificate)
              + " and not for "
              + String.join(", ", hostNames)
              + ". Use one of these names in the endpoint URL, give the server a certificate with"
              + " its address, or switch the check of host names off.",
          false);
    }
    if (code == StatusCodes.Bad_CertificateUriInvalid) {
      return new CertificateRefusedException(
          code,
          subject
              + " is for the application "
              + CertificateUtil.getSanUri(certificate).orElse("without URI")
              + " and the server calls itself "
              + applicationUri
              + ". Give the server a certificate with its own application URI.",
          false);
    }
    if (code == StatusCodes.Bad_CertificateTimeInvalid) {
      return new CertificateRefusedException(
          code,
          subject
              + " is valid from "
              + certificate.getNotBefore().toInstant()
              + " to "
              + certificate.getNotAfter().toInstant()
              + ". Renew it at the server, and check the clocks of both.",
          false);
    }
    if (isRevoked(fault)) {
      return new CertificateRefusedException(
          code, subject + " was revoked. Give the server a new one.", false);
    }
    Path file = folders.reject(certificate);
    return new CertificateRefusedException(
        code,
        subject
            + " is not trusted. Check it and move "
            + file
            + " to "
            + folders.trustedCertificates()
            + "; the next try then connects.",
        true);
  }

  private static boolean isRevoked(UaException fault) {
    long code = fault.getStatusCode().value();
    return code == StatusCodes.Bad_CertificateRevoked
        || code == StatusCodes.Bad_CertificateIssuerRevoked;
  }

  private static String names(X509Certificate certificate) {
    List<String> names = new ArrayList<>(CertificateUtil.getSanDnsNames(certificate));
    names.addAll(CertificateUtil.getSanIpAddresses(certificate));
    return names.isEmpty() ? "no host" : String.join(", ", names);
  }
}
