package org.bactrian.simulator.certificate;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.TrustListManager;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TrustListMasks;
import org.eclipse.milo.opcua.stack.core.types.structured.TrustListDataType;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.jspecify.annotations.Nullable;

/** Replacement of those lists of a trust list that a client has written (Part 12, 7.8.2). */
final class TrustListReplacement implements ConfigurationChange {

  private final TrustListManager list;
  private final Lists next;
  private final Lists former;

  /** Four lists, of which a mask says which ones are meant. */
  private record Lists(
      long mask,
      List<X509Certificate> trustedCertificates,
      List<X509CRL> trustedCrls,
      List<X509Certificate> issuerCertificates,
      List<X509CRL> issuerCrls) {

    void setIn(TrustListManager list) {
      if (has(TrustListMasks.TrustedCertificates)) {
        list.setTrustedCertificates(trustedCertificates);
      }
      if (has(TrustListMasks.TrustedCrls)) {
        list.setTrustedCrls(trustedCrls);
      }
      if (has(TrustListMasks.IssuerCertificates)) {
        list.setIssuerCertificates(issuerCertificates);
      }
      if (has(TrustListMasks.IssuerCrls)) {
        list.setIssuerCrls(issuerCrls);
      }
    }

    private boolean has(TrustListMasks one) {
      return (mask & one.getValue()) != 0;
    }
  }

  /**
   * Reads what was written.
   *
   * @throws UaException {@code Bad_CertificateInvalid} when something in it is no certificate or
   *     revocation list
   */
  TrustListReplacement(TrustListManager list, TrustListDataType written) throws UaException {
    this.list = list;
    this.next =
        new Lists(
            written.getSpecifiedLists().longValue(),
            certificates(written.getTrustedCertificates()),
            crls(written.getTrustedCrls()),
            certificates(written.getIssuerCertificates()),
            crls(written.getIssuerCrls()));
    this.former =
        new Lists(
            next.mask(),
            list.getTrustedCertificates(),
            list.getTrustedCrls(),
            list.getIssuerCertificates(),
            list.getIssuerCrls());
  }

  /** The lists that a mask names, as a client reads them. */
  static TrustListDataType content(TrustListManager list, UInteger masks) throws UaException {
    long mask = masks.longValue();
    try {
      return new TrustListDataType(
          masks,
          (mask & TrustListMasks.TrustedCertificates.getValue()) == 0
              ? new ByteString[0]
              : encoded(list.getTrustedCertificates()),
          (mask & TrustListMasks.TrustedCrls.getValue()) == 0
              ? new ByteString[0]
              : encodedCrls(list.getTrustedCrls()),
          (mask & TrustListMasks.IssuerCertificates.getValue()) == 0
              ? new ByteString[0]
              : encoded(list.getIssuerCertificates()),
          (mask & TrustListMasks.IssuerCrls.getValue()) == 0
              ? new ByteString[0]
              : encodedCrls(list.getIssuerCrls()));
    } catch (GeneralSecurityException e) {
      throw new UaException(StatusCodes.Bad_InternalError, e);
    }
  }

  /** Certificates in DER. */
  static ByteString[] encoded(List<X509Certificate> certificates)
      throws CertificateEncodingException {
    List<ByteString> all = new ArrayList<>();
    for (X509Certificate one : certificates) {
      all.add(ByteString.of(one.getEncoded()));
    }
    return all.toArray(ByteString[]::new);
  }

  private static ByteString[] encodedCrls(List<X509CRL> crls) throws GeneralSecurityException {
    List<ByteString> all = new ArrayList<>();
    for (X509CRL one : crls) {
      all.add(ByteString.of(one.getEncoded()));
    }
    return all.toArray(ByteString[]::new);
  }

  private static List<X509Certificate> certificates(ByteString @Nullable [] encoded)
      throws UaException {
    List<X509Certificate> all = new ArrayList<>();
    for (int i = 0; encoded != null && i < encoded.length; i++) {
      all.add(CertificateUtil.decodeCertificate(encoded[i].bytesOrEmpty()));
    }
    return all;
  }

  private static List<X509CRL> crls(ByteString @Nullable [] encoded) throws UaException {
    List<X509CRL> all = new ArrayList<>();
    try {
      for (int i = 0; encoded != null && i < encoded.length; i++) {
        all.add(
            (X509CRL)
                CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(encoded[i].bytesOrEmpty())));
      }
    } catch (GeneralSecurityException e) {
      throw new UaException(StatusCodes.Bad_CertificateInvalid, e);
    }
    return all;
  }

  @Override
  public void apply() {
    next.setIn(list);
  }

  @Override
  public void undo() {
    former.setIn(list);
  }

  /** Sessions of clients that are trusted no longer end by the check of their certificates. */
  @Override
  public boolean endsConnections() {
    return false;
  }
}
