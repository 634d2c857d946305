package org.bactrian.opcua.session;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Locale;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;

/**
 * Server, security and user of a session. Equal settings share one session.
 *
 * @param endpointUrl address of the server, such as {@code opc.tcp://plc1:4840/}, kept as {@link
 *     EndpointUrl#text}
 * @param securityMode message security that the endpoint must offer
 * @param securityPolicyUri security policy that the endpoint must offer (Part 7, 6.6.161), empty
 *     for the best one
 * @param user whom the session acts for
 * @param serverThumbprint SHA-1 in hex, lower case, of the certificate that the server must show,
 *     besides being trusted; empty for any
 * @param locales languages of texts, best first (Part 4, 5.7.3); empty for the server's own
 * @param reverseConnect whether the server opens the connection (Part 6, 7.1.3), as one of this
 *     endpoint URL
 */
@RecordBuilder
public record ConnectionSettings(
    String endpointUrl,
    RequiredSecurityMode securityMode,
    String securityPolicyUri,
    UserCredential user,
    String serverThumbprint,
    List<String> locales,
    boolean reverseConnect)
    implements ConnectionSettingsBuilder.With {

  public ConnectionSettings {
    endpointUrl = EndpointUrl.parse(endpointUrl).text();
    // Without message security there is one policy only, so that naming it makes no other session.
    boolean named = securityPolicyUri.equals(SecurityPolicy.None.getUri());
    securityPolicyUri = securityMode == RequiredSecurityMode.NONE && named ? "" : securityPolicyUri;
    serverThumbprint = serverThumbprint.strip().toLowerCase(Locale.ROOT);
    locales = List.copyOf(locales);
  }

  /** Whatever certificate the server has, in its own language. */
  public ConnectionSettings(
      String endpointUrl,
      RequiredSecurityMode securityMode,
      String policyUri,
      UserCredential user) {
    this(endpointUrl, securityMode, policyUri, user, "", List.of(), false);
  }

  /** Anonymous, over the best security that the server at {@code endpointUrl} offers. */
  public static ConnectionSettings of(String endpointUrl) {
    return new ConnectionSettings(
        endpointUrl, RequiredSecurityMode.BEST, "", UserCredential.ANONYMOUS);
  }
}
