package org.bactrian.localazure.keyvault.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Makes the certificates and signing requests that a policy asks for. */
final class CertificateMaker {

  /** Clocks of clients may be behind; Key Vault does the same. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

  private static final int SERIAL_BITS = 120;

  /** Names of {@code key_usage} with their bits (RFC 5280, section 4.2.1.3). */
  private static final Map<String, Integer> KEY_USAGES =
      Map.of(
          "digitalSignature", KeyUsage.digitalSignature,
          "nonRepudiation", KeyUsage.nonRepudiation,
          "keyEncipherment", KeyUsage.keyEncipherment,
          "dataEncipherment", KeyUsage.dataEncipherment,
          "keyAgreement", KeyUsage.keyAgreement,
          "keyCertSign", KeyUsage.keyCertSign,
          "cRLSign", KeyUsage.cRLSign,
          "encipherOnly", KeyUsage.encipherOnly,
          "decipherOnly", KeyUsage.decipherOnly);

  private CertificateMaker() {}

  /** Makes a certificate that its own key signs. */
  static X509Certificate selfSigned(CertificatePolicy policy, KeyPair pair, Instant now)
      throws GeneralSecurityException {
    X500Name subject = subject(policy);
    Date end =
        Date.from(now.atOffset(ZoneOffset.UTC).plusMonths(policy.validityMonths()).toInstant());
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1),
            Date.from(now.minus(CLOCK_SKEW)),
            end,
            subject,
            pair.getPublic());
    try {
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              identifiers.createSubjectKeyIdentifier(pair.getPublic()))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              identifiers.createAuthorityKeyIdentifier(pair.getPublic()));
      Extensions wanted = extensions(policy);
      for (ASN1ObjectIdentifier id : wanted.getExtensionOIDs()) {
        builder.addExtension(wanted.getExtension(id));
      }
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer(pair)));
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Makes a PKCS #10 request, DER. */
  static byte[] signingRequest(CertificatePolicy policy, KeyPair pair)
      throws GeneralSecurityException {
    try {
      return new JcaPKCS10CertificationRequestBuilder(subject(policy), pair.getPublic())
          .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions(policy))
          .build(signer(pair))
          .getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Checks what {@link #selfSigned} and {@link #signingRequest} take from a policy. */
  static void require(CertificatePolicy policy) {
    subject(policy);
    try {
      extensions(policy);
    } catch (IOException e) {
      throw KeyVaultFaultException.badParameter("policy.x509_props cannot be encoded");
    }
  }

  private static X500Name subject(CertificatePolicy policy) {
    try {
      if (policy.subject().isBlank()) {
        throw KeyVaultFaultException.badParameter("policy.x509_props.subject is missing");
      }
      return X500Name.getInstance(new X500Principal(policy.subject()).getEncoded());
    } catch (IllegalArgumentException e) {
      throw KeyVaultFaultException.badParameter(
          "policy.x509_props.subject is no distinguished name, such as CN=plant");
    }
  }

  private static Extensions extensions(CertificatePolicy policy) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    int usage = keyUsage(policy);
    boolean authority = (usage & KeyUsage.keyCertSign) != 0;
    extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (usage != 0) {
      extensions.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    }
    KeyPurposeId[] purposes =
        policy.extendedKeyUsage().stream()
            .map(CertificateMaker::purpose)
            .toArray(KeyPurposeId[]::new);
    if (purposes.length > 0) {
      extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }
    GeneralName[] names =
        policy.alternativeNames().stream()
            .map(name -> general(name.getKey(), name.getValue()))
            .toArray(GeneralName[]::new);
    if (names.length > 0) {
      extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    return extensions.generate();
  }

  private static int keyUsage(CertificatePolicy policy) {
    int usage = 0;
    for (String name : policy.keyUsage()) {
      Integer bit = KEY_USAGES.get(name);
      if (bit == null) {
        throw KeyVaultFaultException.badParameter(
            "policy.x509_props.key_usage has an unknown entry");
      }
      usage |= bit;
    }
    return usage;
  }

  private static KeyPurposeId purpose(String id) {
    try {
      return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(id));
    } catch (IllegalArgumentException e) {
      throw KeyVaultFaultException.badParameter(
          "policy.x509_props.ekus has an entry that is no object identifier");
    }
  }

  private static GeneralName general(int tag, String text) {
    try {
      if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
        throw new IllegalArgumentException("not ASCII");
      }
      return new GeneralName(tag, text);
    } catch (IllegalArgumentException e) {
      throw KeyVaultFaultException.badParameter(
          "policy.x509_props.sans has a name that cannot be encoded");
    }
  }

  private static ContentSigner signer(KeyPair pair) throws OperatorCreationException {
    return new JcaContentSignerBuilder(algorithm(pair)).build(pair.getPrivate());
  }

  private static String algorithm(KeyPair pair) {
    if (!(pair.getPublic() instanceof ECKey onCurve)) {
      return "SHA256withRSA";
    }
    return switch (onCurve.getParams().getCurve().getField().getFieldSize()) {
      case 256 -> "SHA256withECDSA";
      case 384 -> "SHA384withECDSA";
      default -> "SHA512withECDSA";
    };
  }
}
