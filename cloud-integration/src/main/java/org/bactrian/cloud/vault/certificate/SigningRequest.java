package org.bactrian.cloud.vault.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.vault.DerNesting;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/**
 * A certificate signing request (PKCS #10) whose signature is right and whose key is strong enough.
 *
 * @param der the request
 * @param subject name that is asked for
 * @param key public key, of RSA from 2048 to 4096 bits, or on P-256 or P-384
 * @param uris URIs among its alternative names
 * @param hosts host names and addresses among its alternative names
 */
public record SigningRequest(
    byte[] der, X500Name subject, PublicKey key, List<String> uris, List<GeneralName> hosts) {

  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_NAMES = 100;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 4096;
  private static final Set<ASN1ObjectIdentifier> CURVES =
      Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1);

  public SigningRequest {
    uris = List.copyOf(uris);
    hosts = List.copyOf(hosts);
  }

  /**
   * Reads a request as callers send it: text, DER in Base64 or PEM.
   *
   * @throws OperationException of kind BAD_REQUEST when it is none, its signature is wrong or its
   *     key is weak
   */
  public static SigningRequest read(@Nullable JsonNode sent) {
    if (sent == null || !sent.isTextual()) {
      throw bad("must be text, DER in Base64 or PEM");
    }
    String text = sent.asText().strip();
    if (text.length() > 2 * MAX_BYTES) {
      throw bad("is longer than " + MAX_BYTES + " bytes");
    }
    String base64 = text.replaceAll("-----(BEGIN|END) (NEW )?CERTIFICATE REQUEST-----|\\s", "");
    try {
      return read(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw bad("is neither Base64 nor PEM", e);
    }
  }

  /** Reads a request, DER. */
  public static SigningRequest read(byte[] der) {
    JcaPKCS10CertificationRequest request;
    PublicKey key;
    if (!DerNesting.isShallow(der)) {
      throw bad("is no PKCS #10 request in DER form");
    }
    try {
      request = new JcaPKCS10CertificationRequest(der);
      key = request.getPublicKey();
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw bad("is no PKCS #10 request, or its key is of a kind that is not supported", e);
    }
    checkKey(request, key);
    checkSignature(request, key);
    X500Name subject = request.getSubject();
    SubjectNames.fault(subject)
        .ifPresent(
            fault -> {
              throw bad(fault + " in its subject");
            });
    List<String> uris = new ArrayList<>();
    List<GeneralName> hosts = new ArrayList<>();
    for (GeneralName name : alternativeNames(request)) {
      if (name.getTagNo() == GeneralName.uniformResourceIdentifier) {
        uris.add(name.getName().toString());
      } else if (name.getTagNo() == GeneralName.dNSName
          || name.getTagNo() == GeneralName.iPAddress) {
        hosts.add(name);
      }
    }
    return new SigningRequest(der, subject, key, uris, hosts);
  }

  /** Bits of its key. */
  public int keyBits() {
    return key instanceof RSAPublicKey rsa
        ? rsa.getModulus().bitLength()
        : ((java.security.interfaces.ECPublicKey) key)
            .getParams()
            .getCurve()
            .getField()
            .getFieldSize();
  }

  private static void checkKey(JcaPKCS10CertificationRequest request, PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS || rsa.getPublicExponent().bitLength() < 2) {
        throw bad(
            "has an RSA key of %d bits; %d to %d are taken"
                .formatted(bits, MIN_RSA_BITS, MAX_RSA_BITS));
      }
      return;
    }
    boolean known =
        request.getSubjectPublicKeyInfo().getAlgorithm().getParameters()
                instanceof ASN1ObjectIdentifier curve
            && CURVES.contains(curve);
    if (!known) {
      throw bad("has a key that is neither of RSA nor on P-256 or P-384");
    }
  }

  private static void checkSignature(JcaPKCS10CertificationRequest request, PublicKey key) {
    String algorithm =
        new DefaultAlgorithmNameFinder()
            .getAlgorithmName(request.getSignatureAlgorithm())
            .toUpperCase(Locale.ROOT);
    if (algorithm.contains("MD5") || algorithm.contains("MD2") || algorithm.startsWith("SHA1")) {
      throw bad("is signed with the weak algorithm " + algorithm + "; use SHA-2");
    }
    boolean right;
    try {
      right = request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
    } catch (OperatorCreationException | PKCSException | RuntimeException e) {
      // Unchecked is what the parser throws at a signature that does not end with a byte.
      throw bad("has a signature that cannot be checked", e);
    }
    if (!right) {
      throw bad("has a signature that its own key does not verify");
    }
  }

  private static List<GeneralName> alternativeNames(JcaPKCS10CertificationRequest request) {
    try {
      if (request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest).length == 0) {
        return List.of();
      }
      Extension extension =
          request.getRequestedExtensions().getExtension(Extension.subjectAlternativeName);
      if (extension == null) {
        return List.of();
      }
      if (!DerNesting.isShallow(extension.getExtnValue().getOctets())) {
        throw new IllegalArgumentException("no DER");
      }
      GeneralName[] names = GeneralNames.getInstance(extension.getParsedValue()).getNames();
      if (names.length > MAX_NAMES) {
        throw bad("has more than " + MAX_NAMES + " alternative names");
      }
      if (Arrays.stream(names).anyMatch(SigningRequest::isGarbled)) {
        throw bad("has an alternative name that is neither printable nor an address");
      }
      return List.of(names);
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw bad("has alternative names that cannot be read", e);
    }
  }

  /** Names are printable ASCII, addresses have 4 bytes or 16 (RFC 5280, 4.2.1.6). */
  private static boolean isGarbled(GeneralName name) {
    return switch (name.getTagNo()) {
      case GeneralName.uniformResourceIdentifier, GeneralName.dNSName ->
          !name.getName().toString().matches("[\\x21-\\x7e]+");
      case GeneralName.iPAddress -> {
        int bytes = ASN1OctetString.getInstance(name.getName()).getOctets().length;
        yield bytes != IPV4_BYTES && bytes != IPV6_BYTES;
      }
      default -> false;
    };
  }

  private static OperationException bad(String fault) {
    return bad(fault, null);
  }

  private static OperationException bad(String fault, @Nullable Exception cause) {
    return new OperationException(
        FaultKind.BAD_REQUEST, "certificateRequest " + fault + ".", cause);
  }
}
