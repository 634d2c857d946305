package org.bactrian.opcua.pki;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.TrustListLimits;
import org.jspecify.annotations.Nullable;

/**
 * Trust list that an authority delivers, whole (the lists of Part 12, 7.8.2.6).
 *
 * @param trustedCertificates certificates of applications, or of authorities whose applications are
 *     all trusted
 * @param trustedCrls revocation lists of trusted authorities
 * @param issuerCertificates authorities that complete chains and are not trusted themselves
 * @param issuerCrls their revocation lists
 */
public record DeliveredTrustList(
    List<X509Certificate> trustedCertificates,
    List<X509CRL> trustedCrls,
    List<X509Certificate> issuerCertificates,
    List<X509CRL> issuerCrls) {

  /** Largest certificate in bytes. */
  public static final int MAX_CERTIFICATE = 16_384;

  /** Largest revocation list in bytes. */
  public static final int MAX_CRL = 1_048_576;

  /** Largest list in bytes, all its entries together. */
  private static final int MAX_LIST = 4 * MAX_CRL;

  public DeliveredTrustList {
    trustedCertificates = List.copyOf(trustedCertificates);
    trustedCrls = List.copyOf(trustedCrls);
    issuerCertificates = List.copyOf(issuerCertificates);
    issuerCrls = List.copyOf(issuerCrls);
  }

  /**
   * Reads a list as requests have it: each entry DER in Base64. A list that is null is empty.
   *
   * @throws OperationException with kind {@link FaultKind#BAD_REQUEST} that names the entry
   */
  public static DeliveredTrustList read(
      @Nullable List<String> trustedCertificates,
      @Nullable List<String> trustedCrls,
      @Nullable List<String> issuerCertificates,
      @Nullable List<String> issuerCrls) {
    return new DeliveredTrustList(
        certificates("trustedCertificates", orEmpty(trustedCertificates)),
        crls("trustedCrls", orEmpty(trustedCrls)),
        certificates("issuerCertificates", orEmpty(issuerCertificates)),
        crls("issuerCrls", orEmpty(issuerCrls)));
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }

  /** Reading of an entry. */
  @FunctionalInterface
  private interface EntryReader<T> {
    T read(CertificateFactory factory, ByteArrayInputStream der) throws GeneralSecurityException;
  }

  /**
   * Reads certificates.
   *
   * @param name name of the list, for messages
   * @param entries DER in Base64
   * @throws OperationException with kind {@link FaultKind#BAD_REQUEST} that names the entry
   */
  public static List<X509Certificate> certificates(String name, List<String> entries) {
    return read(
        name,
        entries,
        MAX_CERTIFICATE,
        (factory, der) -> (X509Certificate) factory.generateCertificate(der));
  }

  /**
   * Reads revocation lists.
   *
   * @param name name of the list, for messages
   * @param entries DER in Base64
   * @throws OperationException with kind {@link FaultKind#BAD_REQUEST} that names the entry
   */
  public static List<X509CRL> crls(String name, List<String> entries) {
    return read(name, entries, MAX_CRL, (factory, der) -> (X509CRL) factory.generateCRL(der));
  }

  private static <T> List<T> read(
      String name, List<String> entries, int maxBytes, EntryReader<T> reader) {
    if (entries.size() > TrustListLimits.MAX_ENTRIES) {
      throw bad(
          "%s has %d entries. Send at most %d."
              .formatted(name, entries.size(), TrustListLimits.MAX_ENTRIES));
    }
    List<T> read = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < entries.size(); i++) {
      String entry = name + "[" + i + "]";
      byte[] der = bytes(entry, entries.get(i));
      total += der.length;
      if (der.length > maxBytes || total > MAX_LIST) {
        throw bad(
            "%s has %d bytes, and the list up to it %d. Send at most %d and %d."
                .formatted(entry, der.length, total, maxBytes, MAX_LIST));
      }
      try {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        read.add(reader.read(CertificateFactory.getInstance("X.509"), in));
        if (in.available() > 0) {
          throw bad(entry + " goes on after its end. Send one certificate or list an entry.");
        }
      } catch (GeneralSecurityException | ClassCastException e) {
        throw bad(entry + " is damaged. Send DER of X.509 in Base64.");
      }
    }
    return read;
  }

  private static byte[] bytes(String entry, @Nullable String base64) {
    try {
      byte[] der = base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
      if (der.length > 0) {
        return der;
      }
    } catch (IllegalArgumentException e) {
      throw bad(entry + " is not Base64. Send DER of X.509 in Base64.");
    }
    throw bad(entry + " is empty. Send DER of X.509 in Base64.");
  }

  static OperationException bad(String message) {
    return new OperationException(FaultKind.BAD_REQUEST, message);
  }
}
