package org.bactrian.opcua.pki;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;

/**
 * Subject of a certificate, such as {@code CN=Line 3, O=Plant, C=DE}.
 *
 * @param parts values by their names in upper case: CN, O, OU, L, ST and C
 */
public record CertificateSubject(Map<String, String> parts) {

  /** Organization {@code Bactrian}, with the name of the application as common name. */
  public static final CertificateSubject DEFAULT = new CertificateSubject(Map.of("O", "Bactrian"));

  private static final String STATE = "ST";

  /** Attributes that a certificate of this client has. */
  private static final Set<String> KNOWN = Set.of("CN", "O", "OU", "L", STATE, "C");

  /** Attributes that OPC Publisher's subjects have besides; a host name stands elsewhere. */
  private static final Set<String> LEFT_OUT = Set.of("DC");

  public CertificateSubject {
    parts = Map.copyOf(parts);
  }

  /**
   * Reads a subject.
   *
   * @throws IllegalArgumentException when it is none; the message says what is wrong
   */
  public static CertificateSubject parse(String text) {
    Map<String, String> parts = new TreeMap<>();
    try {
      for (Rdn part : new LdapName(text.strip()).getRdns()) {
        String given = part.getType().strip().toUpperCase(Locale.ROOT);
        String name = given.equals("S") ? STATE : given;
        if (KNOWN.contains(name)) {
          parts.put(name, part.getValue().toString());
        } else if (!LEFT_OUT.contains(name)) {
          throw new IllegalArgumentException(
              "has " + given + ", which is not one of CN, O, OU, L, ST, C and DC");
        }
      }
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException("is no subject such as CN=Line 3, O=Plant, C=DE", e);
    }
    String country = parts.getOrDefault("C", "");
    if (!country.isEmpty() && !country.matches("[A-Za-z]{2}")) {
      throw new IllegalArgumentException(
          "has C=" + country + ", which is not a code of two letters");
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("is no subject such as CN=Line 3, O=Plant, C=DE");
    }
    return new CertificateSubject(parts);
  }

  /** Puts the parts into a certificate. */
  void applyTo(SelfSignedCertificateBuilder certificate, String applicationName) {
    certificate.setCommonName(parts.getOrDefault("CN", applicationName));
    certificate.setOrganization(parts.getOrDefault("O", ""));
    certificate.setOrganizationalUnit(parts.getOrDefault("OU", ""));
    certificate.setLocalityName(parts.getOrDefault("L", ""));
    certificate.setStateName(parts.getOrDefault(STATE, ""));
    certificate.setCountryCode(parts.getOrDefault("C", ""));
  }

  @Override
  public String toString() {
    return parts.entrySet().stream()
        .map(part -> part.getKey() + "=" + part.getValue())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
