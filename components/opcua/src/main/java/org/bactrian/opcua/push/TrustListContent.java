package org.bactrian.opcua.push;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bactrian.opcua.pki.DeliveredTrustList;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryDecoder;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryEncoder;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TrustListMasks;
import org.eclipse.milo.opcua.stack.core.types.structured.TrustListDataType;
import org.jspecify.annotations.Nullable;

/**
 * A whole trust list as the file of a server has it (Part 12, 7.8.2.6), whose entries need not be
 * sound. Equal contents trust the same, in whatever order.
 *
 * @param trustedCertificates certificates of applications or authorities that are trusted, in DER
 * @param trustedCrls revocation lists of trusted authorities, in DER
 * @param issuerCertificates authorities that complete chains without being trusted, in DER
 * @param issuerCrls revocation lists of those, in DER
 */
record TrustListContent(
    Set<ByteString> trustedCertificates,
    Set<ByteString> trustedCrls,
    Set<ByteString> issuerCertificates,
    Set<ByteString> issuerCrls) {

  TrustListContent {
    trustedCertificates = Set.copyOf(trustedCertificates);
    trustedCrls = Set.copyOf(trustedCrls);
    issuerCertificates = Set.copyOf(issuerCertificates);
    issuerCrls = Set.copyOf(issuerCrls);
  }

  /** The content of a list that a server is to get. */
  static TrustListContent of(DeliveredTrustList list) throws UaException {
    try {
      return new TrustListContent(
          certificates(list.trustedCertificates()),
          crls(list.trustedCrls()),
          certificates(list.issuerCertificates()),
          crls(list.issuerCrls()));
    } catch (GeneralSecurityException e) {
      throw new UaException(StatusCodes.Bad_EncodingError, e);
    }
  }

  private static Set<ByteString> certificates(List<X509Certificate> certificates)
      throws GeneralSecurityException {
    Set<ByteString> encoded = new LinkedHashSet<>();
    for (X509Certificate one : certificates) {
      encoded.add(ByteString.of(one.getEncoded()));
    }
    return encoded;
  }

  private static Set<ByteString> crls(List<X509CRL> crls) throws GeneralSecurityException {
    Set<ByteString> encoded = new LinkedHashSet<>();
    for (X509CRL one : crls) {
      encoded.add(ByteString.of(one.getEncoded()));
    }
    return encoded;
  }

  /** Names how many there are of each. */
  @Override
  public String toString() {
    return "%d trusted certificates, %d trusted CRLs, %d issuers and %d issuer CRLs"
        .formatted(
            trustedCertificates.size(),
            trustedCrls.size(),
            issuerCertificates.size(),
            issuerCrls.size());
  }

  /** Returns whether this and another one differ in nothing but trusted certificates. */
  boolean differsInTrustedCertificatesOnly(TrustListContent other) {
    return trustedCrls.equals(other.trustedCrls)
        && issuerCertificates.equals(other.issuerCertificates)
        && issuerCrls.equals(other.issuerCrls);
  }

  /** The certificates, then the lists, for messages about what two contents differ in. */
  List<Set<ByteString>> parts() {
    return List.of(trustedCertificates, trustedCrls, issuerCertificates, issuerCrls);
  }

  /** The bytes of the file. */
  byte[] encode(EncodingContext context) {
    ByteBuf buffer = Unpooled.buffer();
    new TrustListDataType.Codec()
        .encodeType(
            context,
            new OpcUaBinaryEncoder(context).setBuffer(buffer),
            new TrustListDataType(
                uint(TrustListMasks.All.getValue()),
                trustedCertificates.toArray(ByteString[]::new),
                trustedCrls.toArray(ByteString[]::new),
                issuerCertificates.toArray(ByteString[]::new),
                issuerCrls.toArray(ByteString[]::new)));
    return ByteBufUtil.getBytes(buffer);
  }

  /**
   * Reads the bytes of a file.
   *
   * @throws UaException {@code Bad_DecodingError} when they are no trust list
   */
  static TrustListContent decode(EncodingContext context, byte[] file) throws UaException {
    try {
      TrustListDataType list =
          new TrustListDataType.Codec()
              .decodeType(
                  context, new OpcUaBinaryDecoder(context).setBuffer(Unpooled.wrappedBuffer(file)));
      return new TrustListContent(
          set(list.getTrustedCertificates()),
          set(list.getTrustedCrls()),
          set(list.getIssuerCertificates()),
          set(list.getIssuerCrls()));
    } catch (UaSerializationException | IndexOutOfBoundsException e) {
      throw new UaException(
          StatusCodes.Bad_DecodingError,
          "the file of the trust list has %d bytes that are no trust list".formatted(file.length));
    }
  }

  private static Set<ByteString> set(ByteString @Nullable [] list) {
    return list == null
        ? Set.of()
        : new LinkedHashSet<>(
            new ArrayList<>(Arrays.asList(list))
                .stream().filter(Objects::nonNull).filter(one -> !one.isNullOrEmpty()).toList());
  }
}
