package org.bactrian.edge.gds.server;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bactrian.edge.gds.ApplicationDirectory;
import org.bactrian.edge.gds.GdsApplication;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.jspecify.annotations.Nullable;

/**
 * Trust in clients: a registered application is known by the certificate that it got here last,
 * every other client by the folders of the operator. Thread-safe.
 *
 * @param applications the registered applications
 * @param others decides on all other clients
 */
record GdsClientTrust(ApplicationDirectory applications, CertificateValidator others)
    implements CertificateValidator {

  @Override
  public void validateCertificateChain(
      List<X509Certificate> chain, @Nullable String applicationUri, String @Nullable [] hostNames)
      throws UaException {
    X509Certificate certificate = chain.get(0);
    Optional<GdsApplication> holder = holder(certificate);
    if (holder.isEmpty()) {
      others.validateCertificateChain(chain, applicationUri, hostNames);
      return;
    }
    try {
      certificate.checkValidity();
    } catch (CertificateException e) {
      throw new UaException(StatusCodes.Bad_CertificateTimeInvalid, e);
    }
    if (isRevoked(certificate, holder.get())) {
      throw new UaException(StatusCodes.Bad_SecurityChecksFailed);
    }
    if (applicationUri != null && !applicationUri.equals(holder.get().applicationUri())) {
      throw new UaException(StatusCodes.Bad_CertificateUriInvalid);
    }
  }

  private Optional<GdsApplication> holder(X509Certificate certificate) throws UaException {
    String text = encoded(certificate);
    return applications
        .find(CertificateUtil.getSanUri(certificate).orElse(""))
        .filter(application -> !application.certificates().isEmpty())
        .filter(application -> application.certificates().get(0).equals(text));
  }

  private static String encoded(X509Certificate certificate) throws UaException {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new UaException(StatusCodes.Bad_CertificateInvalid, e);
    }
  }

  private static boolean isRevoked(X509Certificate certificate, GdsApplication holder)
      throws UaException {
    List<String> lists =
        Stream.concat(
                holder.trustList().trustedCrls().stream(), holder.trustList().issuerCrls().stream())
            .toList();
    try {
      for (String list : lists) {
        X509CRL crl =
            (X509CRL)
                CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(Base64.getDecoder().decode(list)));
        if (crl.isRevoked(certificate)
            && crl.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
          return true;
        }
      }
      return false;
    } catch (GeneralSecurityException e) {
      throw new UaException(StatusCodes.Bad_CertificateRevocationUnknown, e);
    }
  }
}
