package org.bactrian.edge.gds;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bactrian.model.vault.ApplicationVaultRequest;
import org.bactrian.model.vault.DerNesting;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/**
 * Check of a certificate request (PKCS #10) of an application: its size, its signature, its key and
 * the application URI in it (Part 6, 6.2.2).
 */
public final class SigningRequestCheck {

  private static final int LEAST_RSA_BITS = 2_048;
  private static final int MOST_RSA_BITS = 4_096;
  private static final int MOST_EXPONENT_BITS = 64;
  private static final Set<ASN1Encodable> CURVES =
      Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1);

  private SigningRequestCheck() {}

  /**
   * Checks a request.
   *
   * @param request DER
   * @param applicationUri URI that it has to be for
   * @return what is wrong, a sentence; empty for a request that can be signed
   */
  public static Optional<String> fault(byte[] request, String applicationUri) {
    if (request.length == 0) {
      return Optional.of("The certificate request is empty.");
    }
    if (request.length > ApplicationVaultRequest.MAX_CERTIFICATE_REQUEST_BYTES) {
      return Optional.of(
          "The certificate request has %d bytes, more than %d."
              .formatted(request.length, ApplicationVaultRequest.MAX_CERTIFICATE_REQUEST_BYTES));
    }
    if (!DerNesting.isShallow(request)) {
      return Optional.of("The certificate request is no PKCS #10 in DER form.");
    }
    try {
      PKCS10CertificationRequest parsed = new PKCS10CertificationRequest(request);
      PublicKey key = new JcaPEMKeyConverter().getPublicKey(parsed.getSubjectPublicKeyInfo());
      Optional<String> weak =
          keyFault(key, parsed.getSubjectPublicKeyInfo().getAlgorithm().getParameters());
      if (weak.isPresent()) {
        return weak;
      }
      ContentVerifierProvider verifier = new JcaContentVerifierProviderBuilder().build(key);
      if (!parsed.isSignatureValid(verifier)) {
        return Optional.of("The signature of the certificate request is not that of its key.");
      }
      return names(parsed, applicationUri)
          ? Optional.empty()
          : Optional.of(
              "The certificate request does not name %s as URI in its subject alternative name."
                  .formatted(applicationUri));
    } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
      // Malformed DER makes the parser throw unchecked exceptions of many kinds.
      return Optional.of("The certificate request is no PKCS #10 in DER form.");
    }
  }

  private static Optional<String> keyFault(PublicKey key, @Nullable ASN1Encodable curve) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      boolean usual =
          rsa.getPublicExponent().bitLength() <= MOST_EXPONENT_BITS
              && rsa.getPublicExponent().compareTo(BigInteger.ONE) > 0;
      return bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS && usual
          ? Optional.empty()
          : Optional.of("The RSA key has %d bits; 2048 to 4096 are allowed.".formatted(bits));
    }
    return key instanceof ECPublicKey && curve != null && CURVES.contains(curve)
        ? Optional.empty()
        : Optional.of("The key is neither RSA nor EC on P-256 or P-384.");
  }

  private static boolean names(PKCS10CertificationRequest request, String applicationUri) {
    Extensions extensions = request.getRequestedExtensions();
    Extension named =
        extensions == null ? null : extensions.getExtension(Extension.subjectAlternativeName);
    GeneralNames names =
        named == null || !DerNesting.isShallow(named.getExtnValue().getOctets())
            ? null
            : GeneralNames.getInstance(named.getParsedValue());
    return names != null
        && Arrays.stream(names.getNames())
            .filter(name -> name.getTagNo() == GeneralName.uniformResourceIdentifier)
            .anyMatch(name -> name.getName().toString().equals(applicationUri));
  }
}
