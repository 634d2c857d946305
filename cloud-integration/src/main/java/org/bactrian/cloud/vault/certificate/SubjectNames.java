package org.bactrian.cloud.vault.certificate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Distinguished names of the subjects of certificates. */
public final class SubjectNames {

  /** Longest common name (ub-common-name of RFC 5280, appendix A). */
  private static final int MAX_COMMON_NAME = 64;

  private SubjectNames() {}

  /**
   * Fault of a name that a certificate is to have, as the words after it; empty for one that has a
   * common name and nothing that a log or a terminal would not print.
   */
  public static Optional<String> fault(X500Name name) {
    List<AttributeTypeAndValue> parts =
        Arrays.stream(name.getRDNs())
            .flatMap(part -> Arrays.stream(part.getTypesAndValues()))
            .toList();
    if (parts.stream().map(SubjectNames::text).anyMatch(SubjectNames::hasControl)) {
      return Optional.of("has a control character");
    }
    boolean named =
        parts.stream()
            .filter(part -> part.getType().equals(BCStyle.CN))
            .anyMatch(part -> !text(part).isBlank());
    return named ? Optional.empty() : Optional.of("has no common name (CN)");
  }

  /**
   * The name of an application, whose own name may be as long as its maker likes.
   *
   * @param commonName name for people
   * @param otherwise the common name where that one is blank
   */
  public static X500Name of(String commonName, String otherwise) {
    String printed = commonName.replaceAll("\\p{Cntrl}+", " ").strip();
    String name = printed.isEmpty() ? otherwise : printed;
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.CN, name.substring(0, Math.min(MAX_COMMON_NAME, name.length())))
        .build();
  }

  private static String text(AttributeTypeAndValue part) {
    return part.getValue() instanceof ASN1String value ? value.getString() : "";
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
