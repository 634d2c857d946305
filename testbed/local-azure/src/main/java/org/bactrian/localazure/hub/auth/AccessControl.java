package org.bactrian.localazure.hub.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.Authentication.SymmetricKeys;
import org.bactrian.localazure.hub.identity.Authentication.Thumbprints;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.identity.Identity;
import org.bactrian.localazure.sas.SasToken;

/** Decides who may connect as a device or module, and who may call the service. */
public final class AccessControl {

  /** Names that a token may use for this hub: the hub's own, and those that lead to it locally. */
  private static final Set<String> HOSTS = Set.of("hub.localhost", "localhost", "127.0.0.1");

  private final SharedAccessPolicies policies;
  private final Function<ClientId, Optional<Identity>> identities;
  private final Clock clock;

  /**
   * Creates the access control of a hub's policies and identities.
   *
   * @param identities finds an identity at the moment of the question
   */
  public AccessControl(
      SharedAccessPolicies policies,
      Function<ClientId, Optional<Identity>> identities,
      Clock clock) {
    this.policies = policies;
    this.identities = identities;
    this.clock = clock;
  }

  /**
   * Checks the Authorization header of a service request.
   *
   * @param path path of the request, which the token has to open: its resource is the hub, or a
   *     beginning of the path that ends with one of its parts
   * @throws HubFaultException {@link HubFault#UNAUTHORIZED} unless a policy's valid token allows it
   */
  public void requireService(String authorization, HubPermission permission, String path) {
    check(authorization, path, token -> policies.allow(token, permission));
  }

  /**
   * Lets a device or module in by a token; answers when the token ends.
   *
   * @param password the MQTT password
   * @throws HubFaultException {@link HubFault#UNAUTHORIZED} when it may not connect
   */
  public Instant requireDevice(ClientId client, String password) {
    Identity identity = requireEnabled(client);
    String device = "/devices/" + client.deviceId();
    // The key that signed it was the client's own or a policy's, so a wide token gives nobody more.
    return check(
        password,
        client.isModule() ? device + "/modules/" + client.moduleName() : device,
        token ->
            token.policy().isEmpty()
                ? identity.authentication() instanceof SymmetricKeys own
                    && token.isSignedWith(own.keys())
                : policies.allow(token, HubPermission.DEVICE_CONNECT));
  }

  /**
   * Lets a device or module in by the certificate that it showed during the TLS handshake.
   *
   * @throws HubFaultException {@link HubFault#UNAUTHORIZED} when it may not connect
   */
  public void requireDevice(ClientId client, Certificate certificate) {
    Identity identity = requireEnabled(client);
    if (!(identity.authentication() instanceof Thumbprints expected)) {
      throw refused(client + " does not authenticate with a certificate's thumbprint");
    }
    List<String> shown =
        List.of(thumbprint(certificate, "SHA-1"), thumbprint(certificate, "SHA-256"));
    if (!shown.contains(expected.primary()) && !shown.contains(expected.secondary())) {
      throw refused("Certificate's thumbprint is not registered for " + client);
    }
  }

  private Identity requireEnabled(ClientId client) {
    Identity identity =
        identities.apply(client).orElseThrow(() -> refused(client + " is not registered"));
    boolean ownerEnabled =
        identities.apply(client.owner()).map(Identity::enabled).orElse(Boolean.FALSE);
    if (!identity.enabled() || !ownerEnabled) {
      throw refused(client + " is disabled");
    }
    return identity;
  }

  private Instant check(String text, String path, Predicate<SasToken> isSigned) {
    return SasToken.check(
        text,
        path,
        clock.instant(),
        token -> isHub(token.resource()) && isSigned.test(token),
        AccessControl::refused);
  }

  /** Tells whether a resource, or a user name, begins with a name of this hub. */
  public static boolean isHub(String resource) {
    String host = resource.toLowerCase(Locale.ROOT).split("[:/]", 2)[0];
    return HOSTS.contains(host);
  }

  private static String thumbprint(Certificate certificate, String algorithm) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      return HexFormat.of().withUpperCase().formatHex(digest.digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HubFaultException refused(String reason) {
    return new HubFaultException(HubFault.UNAUTHORIZED, reason);
  }
}
