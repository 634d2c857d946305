package org.bactrian.cloud.vault;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.bactrian.cloud.vault.certificate.SubjectNames;
import org.bactrian.cloud.vault.contract.RootGroupRequest;
import org.bactrian.cloud.vault.contract.SignatureAlgorithm;
import org.bactrian.cloud.vault.contract.SubGroupRequest;
import org.bactrian.cloud.vault.contract.TrustGroupModel;
import org.bactrian.cloud.vault.contract.TrustGroupModelBuilder;
import org.bactrian.cloud.vault.contract.TrustGroupType;
import org.bactrian.cloud.vault.contract.TrustGroupUpdate;
import org.bactrian.cloud.vault.key.KeySize;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.jspecify.annotations.Nullable;

/** Defaults and limits of what trust groups issue. */
final class TrustGroupRules {

  private static final String DEFAULT_NAME = "Default";
  private static final Duration DEFAULT_LIFETIME = Duration.ofDays(3650);
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int DEFAULT_RSA_BITS = 2048;
  private static final int DEFAULT_CURVE_BITS = 256;
  private static final int MAX_TEXT = 300;

  private TrustGroupRules() {}

  /**
   * A root group as it is asked for.
   *
   * @throws OperationException of kind BAD_REQUEST, or NOT_SUPPORTED for another type
   */
  static TrustGroupModel root(RootGroupRequest asked) {
    TrustGroupType type =
        Objects.requireNonNullElse(asked.type(), TrustGroupType.ApplicationInstanceCertificate);
    if (type != TrustGroupType.ApplicationInstanceCertificate) {
      throw new OperationException(
          FaultKind.NOT_SUPPORTED,
          "Trust groups of type %s are not supported. Leave type out, or write %s."
              .formatted(type, TrustGroupType.ApplicationInstanceCertificate));
    }
    Integer size = asked.keySize();
    SignatureAlgorithm signature =
        Optional.ofNullable(asked.signatureAlgorithm())
            .orElseGet(() -> defaultSignature(size == null ? DEFAULT_RSA_BITS : size));
    int bits =
        size == null
            ? signature == SignatureAlgorithm.Ecdsa384
                ? 384
                : signature.isCurve() ? DEFAULT_CURVE_BITS : DEFAULT_RSA_BITS
            : size;
    Duration lifetime = lifetime("lifetime", asked.lifetime(), DEFAULT_LIFETIME);
    return checked(
        TrustGroupModelBuilder.builder()
            .name(name(asked.name()))
            .type(type)
            .subjectName(subject(asked.subjectName()))
            .lifetime(lifetime)
            .keySize(bits)
            .signatureAlgorithm(signature)
            .issuedLifetime(
                lifetime("issuedLifetime", asked.issuedLifetime(), lifetime.dividedBy(2)))
            .issuedKeySize(
                orElse(asked.issuedKeySize(), signature.isCurve() ? bits : DEFAULT_RSA_BITS))
            .issuedSignatureAlgorithm(
                orElse(asked.issuedSignatureAlgorithm(), ofKey(bits, signature)))
            .build(),
        lifetime);
  }

  /** A sub-group as it is asked for: its own certificate is what the parent issues. */
  static TrustGroupModel child(SubGroupRequest asked, TrustGroupModel parent) {
    SignatureAlgorithm signature = parent.issuedSignatureAlgorithm();
    int bits = parent.issuedKeySize();
    return checked(
        TrustGroupModelBuilder.builder()
            .name(name(asked.name()))
            .parentId(asked.parentId())
            .type(parent.type())
            .subjectName(subject(asked.subjectName()))
            .lifetime(parent.issuedLifetime())
            .keySize(bits)
            .signatureAlgorithm(signature)
            .issuedLifetime(
                lifetime(
                    "issuedLifetime", asked.issuedLifetime(), parent.issuedLifetime().dividedBy(2)))
            .issuedKeySize(orElse(asked.issuedKeySize(), bits))
            .issuedSignatureAlgorithm(
                orElse(asked.issuedSignatureAlgorithm(), ofKey(bits, signature)))
            .build(),
        parent.issuedLifetime());
  }

  /** A group with changes. */
  static TrustGroupModel updated(TrustGroupModel group, TrustGroupUpdate asked) {
    return checked(
        TrustGroupModelBuilder.builder()
            .name(asked.name() == null ? group.name() : name(asked.name()))
            .parentId(group.parentId())
            .type(group.type())
            .subjectName(group.subjectName())
            .lifetime(group.lifetime())
            .keySize(group.keySize())
            .signatureAlgorithm(group.signatureAlgorithm())
            .issuedLifetime(
                lifetime("issuedLifetime", asked.issuedLifetime(), group.issuedLifetime()))
            .issuedKeySize(orElse(asked.issuedKeySize(), group.issuedKeySize()))
            .issuedSignatureAlgorithm(
                orElse(asked.issuedSignatureAlgorithm(), group.issuedSignatureAlgorithm()))
            .build(),
        group.lifetime());
  }

  private static TrustGroupModel checked(TrustGroupModel group, Duration longestIssued) {
    boolean curve = group.signatureAlgorithm().isCurve();
    try {
      new KeySize(curve, group.keySize());
    } catch (IllegalArgumentException e) {
      throw VaultFaults.bad("keySize: " + e.getMessage());
    }
    try {
      new KeySize(curve, group.issuedKeySize());
    } catch (IllegalArgumentException e) {
      throw VaultFaults.bad("issuedKeySize: " + e.getMessage());
    }
    if (group.issuedKeySize() > group.keySize()) {
      throw VaultFaults.bad(
          "issuedKeySize must not be more than keySize, %d, was %d."
              .formatted(group.keySize(), group.issuedKeySize()));
    }
    if (curve
        && group.parentId() == null
        && group.signatureAlgorithm() != ofKey(group.keySize(), group.signatureAlgorithm())) {
      throw VaultFaults.bad(
          "signatureAlgorithm %s needs a key of %d bits, keySize is %d."
              .formatted(
                  group.signatureAlgorithm(),
                  group.signatureAlgorithm() == SignatureAlgorithm.Ecdsa256 ? 256 : 384,
                  group.keySize()));
    }
    SignatureAlgorithm issued = group.issuedSignatureAlgorithm();
    boolean fits = curve ? issued == ofKey(group.keySize(), issued) : !issued.isCurve();
    if (!fits) {
      throw VaultFaults.bad(
          "issuedSignatureAlgorithm %s cannot be made by the group's key, %s of %d bits."
              .formatted(issued, curve ? "a curve" : "RSA", group.keySize()));
    }
    if (group.issuedLifetime().compareTo(longestIssued) > 0) {
      throw VaultFaults.bad("issuedLifetime must not be longer than the issuer is valid.");
    }
    return group;
  }

  private static SignatureAlgorithm defaultSignature(int bits) {
    return SignatureAlgorithm.ofCurve(bits).orElse(SignatureAlgorithm.Rsa256);
  }

  /** Algorithm that a key signs with: its size decides on a curve. */
  private static SignatureAlgorithm ofKey(int bits, SignatureAlgorithm wanted) {
    return wanted.isCurve() ? SignatureAlgorithm.ofCurve(bits).orElse(wanted) : wanted;
  }

  private static Duration lifetime(String what, @Nullable Duration asked, Duration otherwise) {
    if (asked == null) {
      return otherwise;
    }
    if (asked.compareTo(SHORTEST) < 0 || asked.compareTo(LONGEST) > 0) {
      throw VaultFaults.bad(what + " must be from one second to 36500 days.");
    }
    return asked;
  }

  private static String name(@Nullable String asked) {
    if (asked == null || asked.isBlank()) {
      return DEFAULT_NAME;
    }
    if (asked.length() > MAX_TEXT) {
      throw VaultFaults.bad("name must not have more than " + MAX_TEXT + " characters.");
    }
    if (asked.chars().anyMatch(Character::isISOControl)) {
      throw VaultFaults.bad("name must not have control characters.");
    }
    return asked.strip();
  }

  private static String subject(@Nullable String asked) {
    String text = asked == null ? "" : asked.strip();
    distinguishedName("subjectName", text);
    return text;
  }

  /**
   * Reads a distinguished name.
   *
   * @throws OperationException of kind BAD_REQUEST when it is none, or has no common name
   */
  static X500Name distinguishedName(String what, String text) {
    if (text.length() > MAX_TEXT) {
      throw VaultFaults.bad(what + " must not have more than " + MAX_TEXT + " characters.");
    }
    try {
      X500Name name = new X500Name(BCStyle.INSTANCE, text);
      SubjectNames.fault(name)
          .ifPresent(
              fault -> {
                throw VaultFaults.bad(what + " " + fault + ". Write it as CN=Plant CA, O=Example.");
              });
      return name;
    } catch (OperationException e) {
      throw e;
    } catch (RuntimeException e) {
      // Values in hexadecimal make the parser throw exceptions of many kinds.
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          what + " is no distinguished name. Write it as CN=Plant CA, O=Example.",
          e);
    }
  }

  private static <T> T orElse(@Nullable T asked, T otherwise) {
    return asked == null ? otherwise : asked;
  }
}
