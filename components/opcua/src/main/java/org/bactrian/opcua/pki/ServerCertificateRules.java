package org.bactrian.opcua.pki;

/**
 * Checks of server certificates beyond trust.
 *
 * @param autoAccept whether a server certificate that nobody trusts is accepted; for tests only
 * @param checkHostName whether a server certificate must name the host of the endpoint URL
 * @param minimumKeyBits smallest RSA key of a server certificate, in bits; 0 for what the security
 *     policy asks (Part 7)
 * @param allowClearPasswords whether a password is sent where nothing encrypts it
 */
public record ServerCertificateRules(
    boolean autoAccept, boolean checkHostName, int minimumKeyBits, boolean allowClearPasswords) {

  /** Trust is asked for, host names are not checked, keys are as the policy asks. */
  public static final ServerCertificateRules DEFAULT =
      new ServerCertificateRules(false, false, 0, false);

  public ServerCertificateRules {
    if (minimumKeyBits < 0) {
      throw new IllegalArgumentException(
          "minimumKeyBits must not be negative, was " + minimumKeyBits);
    }
  }

  /** The same, with certificates that nobody trusts accepted or not. */
  public ServerCertificateRules withAutoAccept(boolean accept) {
    return new ServerCertificateRules(accept, checkHostName, minimumKeyBits, allowClearPasswords);
  }

  /** The same, with the host name in certificates checked or not. */
  public ServerCertificateRules withCheckHostName(boolean check) {
    return new ServerCertificateRules(autoAccept, check, minimumKeyBits, allowClearPasswords);
  }

  /** The same with another smallest key; 0 for what the security policy asks. */
  public ServerCertificateRules withMinimumKeyBits(int bits) {
    return new ServerCertificateRules(autoAccept, checkHostName, bits, allowClearPasswords);
  }

  /** The same, with passwords sent in clear text or not. */
  public ServerCertificateRules withAllowClearPasswords(boolean allow) {
    return new ServerCertificateRules(autoAccept, checkHostName, minimumKeyBits, allow);
  }
}
