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
 */
@RecordBuilder
public record ServerCertificateRules(
    boolean autoAccept, boolean checkHostName, int minimumKeyBits, boolean allowClearPasswords)
    implements ServerCertificateRulesBuilder.With {

  /** Trust is asked for, host names are not checked, keys are as the policy asks. */
  public static final ServerCertificateRules DEFAULT =
      new ServerCertificateRules(false, false, 0, false);

  public ServerCertificateRules {
    SettingRange.notNegative("minimumKeyBits", minimumKeyBits);
  }
}
