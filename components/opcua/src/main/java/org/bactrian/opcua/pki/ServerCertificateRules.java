package org.bactrian.opcua.pki;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.bactrian.model.setting.SettingRange;

/**
 * Checks of server certificates beyond trust.
 *
 * @param autoAccept whether a server certificate that nobody trusts is accepted; for tests only
 * @param checkHostName whether a server certificate must name the host of the endpoint URL
 * @param minimumKeyBits smallest RSA key of a server certificate, in bits; 0 for what the security
 *     policy asks (Part 7)
 * @param allowClearPasswords whether a password is sent where nothing encrypts it
 * @param rejectUnknownRevocation whether a server certificate is refused when the revocation list
 *     of one of its issuers is missing or out of date (Part 4, 6.1.3)
 * @param rejectSha1 whether a server certificate is refused when it, or one of its issuers below
 *     the authority, is signed with SHA-1
 */
@RecordBuilder
public record ServerCertificateRules(
    boolean autoAccept,
    boolean checkHostName,
    int minimumKeyBits,
    boolean allowClearPasswords,
    boolean rejectUnknownRevocation,
    boolean rejectSha1)
    implements ServerCertificateRulesBuilder.With {

  /**
   * Trust and revocation lists are asked for, host names are not checked, keys are as the policy
   * asks.
   */
  public static final ServerCertificateRules DEFAULT =
      new ServerCertificateRules(false, false, 0, false, true, false);

  public ServerCertificateRules {
    SettingRange.notNegative("minimumKeyBits", minimumKeyBits);
  }
}
