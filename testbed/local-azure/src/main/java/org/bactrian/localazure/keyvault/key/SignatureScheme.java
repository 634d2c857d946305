package org.bactrian.localazure.keyvault.key;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Optional;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Signature algorithms of Key Vault, which sign a digest that the client has made (RFC 7518). */
enum SignatureScheme {
  RS256(Padding.PKCS1, 256),
  RS384(Padding.PKCS1, 384),
  RS512(Padding.PKCS1, 512),
  PS256(Padding.PSS, 256),
  PS384(Padding.PSS, 384),
  PS512(Padding.PSS, 512),
  ES256(Padding.CURVE, 256),
  ES384(Padding.CURVE, 384),
  ES512(Padding.CURVE, 512);

  private enum Padding {
    PKCS1,
    PSS,
    CURVE
  }

  /** Java's own provider has no RSA signatures over a digest. */
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private static final Map<Integer, ASN1ObjectIdentifier> DIGESTS =
      Map.of(
          256,
          NISTObjectIdentifiers.id_sha256,
          384,
          NISTObjectIdentifiers.id_sha384,
          512,
          NISTObjectIdentifiers.id_sha512);

  private static final Map<Integer, MGF1ParameterSpec> MASKS =
      Map.of(
          256,
          MGF1ParameterSpec.SHA256,
          384,
          MGF1ParameterSpec.SHA384,
          512,
          MGF1ParameterSpec.SHA512);

  private static final int P521_BITS = 521;

  private final Padding padding;
  private final int digestBits;

  SignatureScheme(Padding padding, int digestBits) {
    this.padding = padding;
    this.digestBits = digestBits;
  }

  /** Finds an algorithm by its name. */
  static SignatureScheme named(String name) {
    for (SignatureScheme scheme : values()) {
      if (scheme.name().equals(name)) {
        return scheme;
      }
    }
    throw KeyVaultFaultException.badParameter(
        "alg must be one of RS256 to RS512, PS256 to PS512 and ES256 to ES512");
  }

  /** An algorithm that goes with a key. */
  static SignatureScheme of(PublicKey key) {
    if (!(key instanceof ECKey onCurve)) {
      return RS256;
    }
    return switch (curveBits(onCurve)) {
      case 256 -> ES256;
      case 384 -> ES384;
      default -> ES512;
    };
  }

  /** Length of the digests that are signed. */
  int digestBytes() {
    return digestBits / Byte.SIZE;
  }

  byte[] sign(PrivateKey key, byte[] digest) throws GeneralSecurityException {
    Signature signature = signature();
    signature.initSign(key);
    signature.update(signed(digest));
    return signature.sign();
  }

  boolean verify(PublicKey key, byte[] digest, byte[] value) throws GeneralSecurityException {
    Signature signature = signature();
    signature.initVerify(key);
    signature.update(signed(digest));
    try {
      return signature.verify(value);
    } catch (SignatureException e) {
      return false; // of another length
    }
  }

  /**
   * Checks that the algorithm goes with a key and a digest.
   *
   * @throws KeyVaultFaultException when it does not
   */
  void require(PublicKey key, byte[] digest) {
    boolean fits =
        key instanceof ECKey onCurve
            ? padding == Padding.CURVE && curveBits(onCurve) == curveBits()
            : padding != Padding.CURVE;
    if (!fits) {
      throw KeyVaultFaultException.badParameter(name() + " does not go with the type of this key");
    }
    if (digest.length != digestBytes()) {
      throw KeyVaultFaultException.badParameter(
          "%s signs a digest of %d bytes, value has %d"
              .formatted(name(), digestBytes(), digest.length));
    }
  }

  private int curveBits() {
    return digestBits == 512 ? P521_BITS : digestBits;
  }

  private static int curveBits(ECKey key) {
    return key.getParams().getCurve().getField().getFieldSize();
  }

  private Signature signature() throws GeneralSecurityException {
    return switch (padding) {
      case PKCS1 -> Signature.getInstance("NONEwithRSA", BOUNCY_CASTLE);
      case PSS -> pss();
      case CURVE -> Signature.getInstance("NONEwithECDSAinP1363Format");
    };
  }

  private Signature pss() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RAWRSASSA-PSS", BOUNCY_CASTLE);
    AlgorithmParameterSpec parameters =
        new PSSParameterSpec(
            "SHA-" + digestBits,
            "MGF1",
            Optional.ofNullable(MASKS.get(digestBits)).orElseThrow(),
            digestBytes(),
            PSSParameterSpec.TRAILER_FIELD_BC);
    signature.setParameter(parameters);
    return signature;
  }

  private byte[] signed(byte[] digest) throws GeneralSecurityException {
    if (padding != Padding.PKCS1) {
      return digest;
    }
    try {
      return new DigestInfo(
              new AlgorithmIdentifier(
                  Optional.ofNullable(DIGESTS.get(digestBits)).orElseThrow(), DERNull.INSTANCE),
              digest)
          .getEncoded("DER");
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
