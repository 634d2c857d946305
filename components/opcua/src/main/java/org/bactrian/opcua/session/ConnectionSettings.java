package org.bactrian.opcua.session;

/**
 * A server, how to talk to it and for whom. Equal settings share one session.
 *
 * @param endpointUrl address of the server, such as {@code opc.tcp://plc1:4840/}
 * @param securityMode message security that the endpoint must offer
 * @param securityPolicyUri security policy that the endpoint must offer (Part 7, 6.6.161), empty
 *     for the best one
 * @param user whom the session acts for
 */
public record ConnectionSettings(
    String endpointUrl, SecurityMode securityMode, String securityPolicyUri, UserCredential user) {

  public ConnectionSettings {
    if (!endpointUrl.startsWith("opc.tcp://")) {
      throw new IllegalArgumentException(
          "Endpoint URL \"" + endpointUrl + "\" does not start with opc.tcp://");
    }
  }

  /** Anonymous, over the best security that the server at {@code endpointUrl} offers. */
  public static ConnectionSettings of(String endpointUrl) {
    return new ConnectionSettings(endpointUrl, SecurityMode.BEST, "", UserCredential.ANONYMOUS);
  }

  /** The same server and user with another security. */
  public ConnectionSettings withSecurity(SecurityMode mode, String policyUri) {
    return new ConnectionSettings(endpointUrl, mode, policyUri, user);
  }

  /** The same server and security for another user. */
  public ConnectionSettings withUser(UserCredential other) {
    return new ConnectionSettings(endpointUrl, securityMode, securityPolicyUri, other);
  }
}
