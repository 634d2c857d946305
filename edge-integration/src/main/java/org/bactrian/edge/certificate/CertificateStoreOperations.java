package org.bactrian.edge.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.pki.CertificateStores;
import org.bactrian.opcua.pki.DeliveredTrustList;
import org.bactrian.opcua.pki.PkiStore;
import org.bactrian.opcua.pki.SentChain;
import org.bactrian.opcua.session.SessionPool;
import org.jspecify.annotations.Nullable;

/**
 * Methods that list and change the certificate stores of the edge. Certificates and revocation
 * lists are Base64 in a JSON string. Thread-safe.
 */
public final class CertificateStoreOperations {

  private static final int MAX_THUMBPRINT = 64;
  private static final int MAX_CHAIN = 10;

  private final Supplier<SessionPool> sessions;

  /**
   * @param sessions gives the sessions that show the certificate and trust others
   */
  public CertificateStoreOperations(Supplier<SessionPool> sessions) {
    this.sessions = sessions;
  }

  /** Returns operations without a running edge, for validating routes that name them. */
  public static CertificateStoreOperations idle() {
    return new CertificateStoreOperations(
        () -> {
          throw new IllegalStateException("No edge is running");
        });
  }

  /**
   * Certificate of a store.
   *
   * @param subject distinguished name
   * @param thumbprint SHA-1 in upper case hex
   * @param serialNumber number in upper case hex
   * @param notBeforeUtc time from which it is valid
   * @param notAfterUtc time until which it is valid
   * @param selfSigned true when it names itself as its issuer, else null
   * @param pfx its bytes, DER, never with a key
   * @param hasPrivateKey whether the key is told, which it never is
   */
  public record ListedCertificate(
      String subject,
      String thumbprint,
      String serialNumber,
      Instant notBeforeUtc,
      Instant notAfterUtc,
      @Nullable Boolean selfSigned,
      List<Integer> pfx,
      boolean hasPrivateKey) {

    public ListedCertificate {
      pfx = List.copyOf(pfx);
    }

    static ListedCertificate of(X509Certificate certificate) {
      boolean self =
          certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
      return new ListedCertificate(
          certificate.getSubjectX500Principal().getName(),
          CertificateStores.thumbprint(certificate),
          String.format("%X", certificate.getSerialNumber()),
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant(),
          self ? true : null,
          unsigned(encoded(certificate)),
          false);
    }

    private static byte[] encoded(X509Certificate certificate) {
      try {
        return certificate.getEncoded();
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException("Certificate cannot be encoded", e);
      }
    }

    private static List<Integer> unsigned(byte[] bytes) {
      List<Integer> numbers = new ArrayList<>(bytes.length);
      for (byte one : bytes) {
        numbers.add(Byte.toUnsignedInt(one));
      }
      return numbers;
    }
  }

  /** Method ListCertificates: the certificates of a store without their keys. */
  public List<ListedCertificate> listCertificates(@Header("store") PkiStore store) {
    return stores().certificates(store).stream().map(ListedCertificate::of).toList();
  }

  /** Method ListCertificateRevocationLists: the revocation lists of a store. */
  public List<String> listCertificateRevocationLists(@Header("store") PkiStore store) {
    List<String> lists = new ArrayList<>();
    for (X509CRL list : stores().revocationLists(store)) {
      try {
        lists.add(Base64.getEncoder().encodeToString(list.getEncoded()));
      } catch (CRLException e) {
        throw new IllegalArgumentException("A revocation list cannot be encoded", e);
      }
    }
    return lists;
  }

  /**
   * Method AddCertificate: adds a certificate of PKCS #12. That of Application replaces the one
   * that the edge shows, that of User is kept with its key.
   */
  public @Nullable Object addCertificate(
      @Header("store") PkiStore store,
      @Header("password") @Nullable String password,
      @Body JsonNode request) {
    Pkcs12Content content = Pkcs12Content.read(bytes(request), password == null ? "" : password);
    switch (store) {
      case Application ->
          sessions
              .get()
              .replaceCertificate(content.chain(), Optional.of(content.requireKey().getEncoded()));
      case User ->
          stores()
              .addUser(
                  content.chain().get(0), content.requireKey(), password == null ? "" : password);
      default -> stores().add(store, store, new SentChain(content.chain().get(0), List.of()));
    }
    return null;
  }

  /** Certificate of PKCS #12 with its issuers, and its key if that is there. */
  private record Pkcs12Content(List<X509Certificate> chain, Optional<PrivateKey> key) {

    PrivateKey requireKey() {
      return key.orElseThrow(
          () -> bad("The PKCS #12 has no private key. Send the certificate with its key."));
    }

    static Pkcs12Content read(byte[] pfx, String password) {
      try {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(pfx), password.toCharArray());
        for (String alias : Collections.list(store.aliases())) {
          Certificate[] chain = store.getCertificateChain(alias);
          if (chain == null && store.getCertificate(alias) != null) {
            chain = new Certificate[] {store.getCertificate(alias)};
          }
          if (chain != null
              && store.getKey(alias, password.toCharArray()) instanceof PrivateKey key) {
            return new Pkcs12Content(x509(chain), Optional.of(key));
          }
          if (chain != null) {
            return new Pkcs12Content(x509(chain), Optional.empty());
          }
        }
      } catch (IOException | GeneralSecurityException e) {
        // The cause could tell of the key.
        throw bad("The body is no PKCS #12 in Base64, or its password is another one.");
      }
      throw bad("The PKCS #12 holds no certificate.");
    }

    private static List<X509Certificate> x509(Certificate[] chain) {
      List<X509Certificate> all = new ArrayList<>();
      for (Certificate one : chain) {
        if (one instanceof X509Certificate certificate) {
          all.add(certificate);
        }
      }
      return all;
    }

    @Override
    public String toString() {
      return "Pkcs12Content[chain=" + chain.size() + "]";
    }
  }

  /** Method AddCertificateRevocationList: adds a revocation list. */
  public @Nullable Object addCertificateRevocationList(
      @Header("store") PkiStore store, @Body JsonNode request) {
    stores().addRevocationList(store, revocationList(request));
    return null;
  }

  /** Method AddCertificateChain: trusts a certificate, and knows its issuers. */
  public @Nullable Object addCertificateChain(@Body JsonNode request) {
    stores().add(PkiStore.Trusted, PkiStore.Issuer, chain(request));
    return null;
  }

  /** Method AddTrustedHttpsCertificate: the same for HTTPS. */
  public @Nullable Object addTrustedHttpsCertificate(@Body JsonNode request) {
    stores().add(PkiStore.Https, PkiStore.HttpsIssuer, chain(request));
    return null;
  }

  /** Method ApproveRejectedCertificate: trusts a certificate that was refused. */
  public @Nullable Object approveRejectedCertificate(@Header("thumbprint") String thumbprint) {
    stores().approve(thumbprint(thumbprint));
    return null;
  }

  /** Method RemoveCertificate: removes a certificate and what it has signed in its store. */
  public @Nullable Object removeCertificate(
      @Header("store") PkiStore store, @Header("thumbprint") String thumbprint) {
    stores().remove(store, thumbprint(thumbprint));
    return null;
  }

  /** Method RemoveCertificateRevocationList: removes a revocation list. */
  public @Nullable Object removeCertificateRevocationList(
      @Header("store") PkiStore store, @Body JsonNode request) {
    stores().removeRevocationList(store, revocationList(request));
    return null;
  }

  /** Method RemoveAll: empties a store. */
  public @Nullable Object removeAll(@Header("store") PkiStore store) {
    stores().removeAll(store);
    return null;
  }

  private CertificateStores stores() {
    return sessions.get().certificateStores();
  }

  private static String thumbprint(String sent) {
    String thumbprint = sent.replaceAll("[\\r\\n]", "").strip();
    if (thumbprint.isEmpty() || thumbprint.length() > MAX_THUMBPRINT) {
      throw bad("The thumbprint has to have 1 to " + MAX_THUMBPRINT + " characters.");
    }
    return thumbprint;
  }

  private static SentChain chain(JsonNode request) {
    byte[] der = bytes(request);
    if (der.length > MAX_CHAIN * DeliveredTrustList.MAX_CERTIFICATE) {
      throw bad("The chain has " + der.length + " bytes, which is too much.");
    }
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate one :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(der))) {
        chain.add((X509Certificate) one);
      }
      if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
        throw bad(
            "The chain has %d certificates. Send 1 to %d.".formatted(chain.size(), MAX_CHAIN));
      }
      return SentChain.of(chain);
    } catch (GeneralSecurityException e) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "The body is no certificates in DER, one after the other.", e);
    }
  }

  private static X509CRL revocationList(JsonNode request) {
    return DeliveredTrustList.crls("crl", List.of(request.asText())).get(0);
  }

  private static byte[] bytes(JsonNode request) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(request.asText());
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new OperationException(FaultKind.BAD_REQUEST, "The body is not Base64.", e);
    }
    throw bad("The body is empty. Send Base64 in a JSON string.");
  }

  private static OperationException bad(String message) {
    return new OperationException(FaultKind.BAD_REQUEST, message);
  }
}
