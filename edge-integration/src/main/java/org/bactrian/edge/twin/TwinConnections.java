package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bactrian.edge.twin.contract.Credential;
import org.bactrian.edge.twin.contract.EndpointSecurityMode;
import org.bactrian.edge.twin.contract.RequestConnection;
import org.bactrian.edge.twin.contract.RequestHeader;
import org.bactrian.edge.twin.contract.ServerEndpoint;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.CredentialType;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.UserCredential;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.jspecify.annotations.Nullable;

/** Converts connections of the contracts to session settings and back. */
final class TwinConnections {

  private static final String REMEDY = "Write opc.tcp://host:port/path as the endpoint's url.";

  private static final String REVERSE = "UseReverseConnect";

  private TwinConnections() {}

  /**
   * A name and what proves it.
   *
   * @param user name
   * @param password secret; null for none
   */
  private record NamedUser(String user, @Nullable String password) {
    @Override
    public String toString() {
      return "NamedUser[" + user + "]";
    }
  }

  /**
   * The session that serves a connection: equal settings share one, also with the publisher.
   *
   * @param header may name another user; null for none
   * @throws OperationException of kind BAD_REQUEST when the connection cannot be meant
   */
  static ConnectionSettings settings(RequestConnection connection, @Nullable RequestHeader header) {
    ServerEndpoint endpoint = connection.endpoint();
    if (endpoint == null || endpoint.url() == null || endpoint.url().isBlank()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "The connection has no endpoint url. " + REMEDY);
    }
    Optional<Credential> elevation = Optional.ofNullable(header).map(RequestHeader::elevation);
    RequiredSecurityMode mode = mode(endpoint.securityMode());
    try {
      return new ConnectionSettings(
              endpoint.url().strip(),
              mode,
              policy(endpoint.securityPolicy(), mode),
              user(elevation.orElse(connection.user())))
          .withLocales(locales(connection, header))
          .withReverseConnect(isReverse(connection.options()));
    } catch (IllegalArgumentException e) {
      throw new OperationException(FaultKind.BAD_REQUEST, "The endpoint url " + e.getMessage(), e);
    }
  }

  private static boolean isReverse(@Nullable String options) {
    return options != null
        && Arrays.stream(options.split(",")).map(String::strip).anyMatch(REVERSE::equalsIgnoreCase);
  }

  /** Languages are fixed for a session, so that asking for others makes another one. */
  private static List<String> locales(
      RequestConnection connection, @Nullable RequestHeader header) {
    List<String> locales =
        Optional.ofNullable(header).map(RequestHeader::locales).orElse(connection.locales());
    return locales == null ? List.of() : locales;
  }

  /** The endpoint with another security. */
  static ServerEndpoint withMode(ServerEndpoint endpoint, RequiredSecurityMode mode) {
    return endpoint.withSecurityMode(mode(mode));
  }

  /** The settings of a session as a connection, without what proves its user. */
  static RequestConnection connection(ConnectionSettings settings) {
    Credential user = null;
    if (settings.user() instanceof UserCredential.UserName named) {
      user =
          new Credential(
              CredentialType.UserName, RegistryJson.tree(new NamedUser(named.user(), null)));
    } else if (settings.user() instanceof UserCredential.Certificate
        || settings.user() instanceof UserCredential.CertificateFromStore) {
      user = new Credential(CredentialType.X509Certificate, null);
    } else if (settings.user() instanceof UserCredential.JsonWebToken) {
      user = new Credential(CredentialType.JwtToken, null);
    }
    ServerEndpoint endpoint =
        new ServerEndpoint(
            settings.endpointUrl(),
            null,
            mode(settings.securityMode()),
            settings.securityPolicyUri().isEmpty() ? null : settings.securityPolicyUri(),
            null);
    return new RequestConnection(
        endpoint,
        user,
        null,
        null,
        settings.locales().isEmpty() ? null : settings.locales(),
        settings.reverseConnect() ? REVERSE : null);
  }

  private static RequiredSecurityMode mode(EndpointSecurityMode mode) {
    return switch (mode == null ? EndpointSecurityMode.Best : mode) {
      case Best -> RequiredSecurityMode.BEST;
      case Sign -> RequiredSecurityMode.SIGN;
      case SignAndEncrypt -> RequiredSecurityMode.SIGN_AND_ENCRYPT;
      case None -> RequiredSecurityMode.NONE;
      case NotNone -> RequiredSecurityMode.NOT_NONE;
    };
  }

  private static EndpointSecurityMode mode(RequiredSecurityMode mode) {
    return switch (mode) {
      case BEST -> EndpointSecurityMode.Best;
      case SIGN -> EndpointSecurityMode.Sign;
      case SIGN_AND_ENCRYPT -> EndpointSecurityMode.SignAndEncrypt;
      case NONE -> EndpointSecurityMode.None;
      case NOT_NONE -> EndpointSecurityMode.NotNone;
    };
  }

  /** Without protection there is one policy only, so that naming it makes no other session. */
  private static String policy(@Nullable String text, RequiredSecurityMode mode) {
    if (text == null || text.isBlank() || mode == RequiredSecurityMode.NONE) {
      return "";
    }
    return Arrays.stream(SecurityPolicy.values())
        .filter(one -> one.getUri().equals(text.strip()) || one.name().equalsIgnoreCase(text))
        .findFirst()
        .map(SecurityPolicy::getUri)
        .orElseThrow(() -> unknownPolicy(text));
  }

  private static OperationException unknownPolicy(String text) {
    List<String> names = Arrays.stream(SecurityPolicy.values()).map(Enum::name).toList();
    return new OperationException(
        FaultKind.BAD_REQUEST,
        "securityPolicy \"%s\" is not known. Write one of %s, or its URI."
            .formatted(text, String.join(", ", names)));
  }

  private static UserCredential user(@Nullable Credential credential) {
    if (credential == null || credential.type() == null) {
      return UserCredential.ANONYMOUS;
    }
    return switch (credential.type()) {
      case None -> UserCredential.ANONYMOUS;
      case UserName -> named(credential.value());
      case X509Certificate -> stored(credential.value());
      case JwtToken -> token(credential.value());
    };
  }

  /** A token stands where others have their password, or alone as version 2.8 sends it. */
  private static UserCredential token(@Nullable JsonNode value) {
    String text = "";
    if (value != null) {
      text = (value.isTextual() ? value : value.path("password")).asText("").strip();
    }
    if (text.isEmpty()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "The credential has type JwtToken and no token. Write {\"type\": \"JwtToken\","
              + " \"value\": {\"password\": \"the token\"}}.");
    }
    UserCredential.JsonWebToken.fault(text)
        .ifPresent(
            fault -> {
              throw new OperationException(
                  FaultKind.BAD_REQUEST,
                  "The credential of type JwtToken has no token that a server takes: it "
                      + fault
                      + ".");
            });
    return new UserCredential.JsonWebToken(text);
  }

  private static UserCredential named(@Nullable JsonNode value) {
    if (value == null || !value.isObject()) {
      throw noUser();
    }
    NamedUser named = RegistryJson.read(value, NamedUser.class);
    if (named.user() == null || named.user().isEmpty()) {
      throw noUser();
    }
    return new UserCredential.UserName(
        named.user(), named.password() == null ? "" : named.password());
  }

  /**
   * Certificate of the store User.
   *
   * @param user distinguished or common name of the certificate
   * @param thumbprint its SHA-1; comes before the name
   * @param password what protects its key; null for nothing
   */
  private record CertificateOfUser(
      @Nullable String user, @Nullable String thumbprint, @Nullable String password) {
    @Override
    public String toString() {
      return "CertificateOfUser[user=" + user + ", thumbprint=" + thumbprint + "]";
    }
  }

  private static UserCredential stored(@Nullable JsonNode value) {
    CertificateOfUser named =
        value == null || !value.isObject()
            ? new CertificateOfUser(null, null, null)
            : RegistryJson.read(value, CertificateOfUser.class);
    String name = ServerView.isGiven(named.thumbprint()) ? named.thumbprint() : named.user();
    if (name == null || name.isBlank()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "The credential has type X509Certificate and names none. Write {\"type\":"
              + " \"X509Certificate\", \"value\": {\"user\": \"CN=name\", \"password\": \"of the"
              + " key\"}}, with a certificate of the store User.");
    }
    return new UserCredential.CertificateFromStore(
        name, named.password() == null ? "" : named.password());
  }

  private static OperationException noUser() {
    return new OperationException(
        FaultKind.BAD_REQUEST,
        "The credential has type UserName and no user. Write {\"type\": \"UserName\", \"value\":"
            + " {\"user\": \"name\", \"password\": \"secret\"}}.");
  }
}
