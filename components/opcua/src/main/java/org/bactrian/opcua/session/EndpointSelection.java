package org.bactrian.opcua.session;

import static org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode.None;
import static org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode.Sign;
import static org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode.SignAndEncrypt;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/** Selection of one of the endpoints that a server offers (Part 4, 5.5.4). */
final class EndpointSelection {

  /** Policies that can be broken (Part 7, 6.6.161), used where a server offers nothing better. */
  private static final Set<SecurityPolicy> OUTDATED =
      EnumSet.of(SecurityPolicy.Basic128Rsa15, SecurityPolicy.Basic256);

  /** From weak to strong; what is not in here is used only when it is asked for by name. */
  private static final List<SecurityPolicy> RANKING =
      List.of(
          SecurityPolicy.None,
          SecurityPolicy.Basic128Rsa15,
          SecurityPolicy.Basic256,
          SecurityPolicy.Aes128_Sha256_RsaOaep,
          SecurityPolicy.Basic256Sha256,
          SecurityPolicy.Aes256_Sha256_RsaPss);

  private static final Comparator<EndpointDescription> WEAK_TO_STRONG =
      Comparator.comparing(EndpointSelection::era)
          .thenComparing(e -> e.getSecurityMode().getValue())
          .thenComparing(e -> RANKING.indexOf(policyOf(e).orElse(SecurityPolicy.None)))
          .thenComparing(e -> e.getSecurityLevel().intValue());

  private EndpointSelection() {}

  /** No security before outdated security before that of today, whatever the mode. */
  private static int era(EndpointDescription endpoint) {
    if (endpoint.getSecurityMode() == None) {
      return 0;
    }
    return isOutdated(endpoint) ? 1 : 2;
  }

  /** Returns whether the security policy of an endpoint is outdated. */
  static boolean isOutdated(EndpointDescription endpoint) {
    return policyOf(endpoint).filter(OUTDATED::contains).isPresent();
  }

  /** Names the security of an endpoint, such as {@code Sign / Basic256Sha256}. */
  static String describe(EndpointDescription endpoint) {
    return endpoint.getSecurityMode() + " / " + shortName(endpoint.getSecurityPolicyUri());
  }

  /**
   * The strongest endpoint that fits, under the host and port of the URL that was configured:
   * servers advertise names that are often not known here.
   */
  static EndpointDescription select(ConnectionSettings settings, List<EndpointDescription> offered)
      throws ConnectFaultException {
    List<EndpointDescription> fitting =
        offered.stream()
            .filter(e -> Stack.TCP_UASC_UABINARY_TRANSPORT_URI.equals(e.getTransportProfileUri()))
            .filter(e -> fits(settings.securityMode(), e.getSecurityMode()))
            .filter(e -> fits(settings.securityPolicyUri(), e))
            .toList();
    if (fitting.isEmpty()) {
      throw new ConnectFaultException(
          ConnectFault.NO_MATCHING_ENDPOINT,
          ("%s: no endpoint has security %s. Offered are %s. Ask for one of these, or switch"
                  + " the wanted one on at the server.")
              .formatted(settings.endpointUrl(), wanted(settings), describe(offered)));
    }
    EndpointDescription chosen =
        fitting.stream()
            .filter(e -> tokens(e).anyMatch(t -> takes(t, settings.user())))
            .max(WEAK_TO_STRONG)
            .orElseThrow(() -> noToken(settings, fitting));
    return EndpointUtil.updateUrl(
        chosen,
        EndpointUtil.getHost(settings.endpointUrl()),
        EndpointUtil.getPort(settings.endpointUrl()));
  }

  /** Ways to prove a user that the endpoint takes. */
  static Stream<UserTokenPolicy> tokens(EndpointDescription endpoint) {
    UserTokenPolicy[] tokens = endpoint.getUserIdentityTokens();
    return tokens == null ? Stream.empty() : Arrays.stream(tokens);
  }

  /** Returns whether a policy takes users of this kind. */
  static boolean takes(UserTokenPolicy policy, UserCredential user) {
    return user instanceof UserCredential.JsonWebToken
        ? JsonWebTokenProvider.isAskedForBy(policy)
        : policy.getTokenType() == tokenOf(user);
  }

  private static UserTokenType tokenOf(UserCredential user) {
    if (user instanceof UserCredential.UserName) {
      return UserTokenType.UserName;
    }
    return user instanceof UserCredential.Certificate
            || user instanceof UserCredential.CertificateFromStore
        ? UserTokenType.Certificate
        : UserTokenType.Anonymous;
  }

  private static ConnectFaultException noToken(
      ConnectionSettings settings, List<EndpointDescription> fitting) {
    String kind =
        settings.user() instanceof UserCredential.JsonWebToken
            ? "JSON Web Token"
            : tokenOf(settings.user()).name();
    String taken =
        fitting.stream()
            .flatMap(EndpointSelection::tokens)
            .map(t -> t.getTokenType().name())
            .distinct()
            .collect(Collectors.joining(", "));
    return new ConnectFaultException(
        ConnectFault.WRONG_USER,
        ("%s: no endpoint with security %s takes users of kind %s. Taken are %s. Configure"
                + " such a user, or switch the kind on at the server.")
            .formatted(settings.endpointUrl(), wanted(settings), kind, taken));
  }

  private static boolean fits(RequiredSecurityMode wanted, MessageSecurityMode offered) {
    return switch (wanted) {
      case BEST -> offered == None || offered == Sign || offered == SignAndEncrypt;
      case NOT_NONE -> offered == Sign || offered == SignAndEncrypt;
      case NONE -> offered == None;
      case SIGN -> offered == Sign;
      case SIGN_AND_ENCRYPT -> offered == SignAndEncrypt;
    };
  }

  private static boolean fits(String wantedPolicy, EndpointDescription offered) {
    Optional<SecurityPolicy> policy = policyOf(offered);
    if (policy.isEmpty()) {
      return false;
    }
    return wantedPolicy.isEmpty()
        ? RANKING.contains(policy.get())
        : policy.get().getUri().equals(wantedPolicy)
            || shortName(policy.get().getUri()).equalsIgnoreCase(wantedPolicy);
  }

  private static Optional<SecurityPolicy> policyOf(EndpointDescription endpoint) {
    return endpoint.getSecurityPolicyUri() == null
        ? Optional.empty()
        : SecurityPolicy.fromUriSafe(endpoint.getSecurityPolicyUri());
  }

  private static String wanted(ConnectionSettings settings) {
    return settings.securityMode()
        + (settings.securityPolicyUri().isEmpty()
            ? ""
            : " / " + shortName(settings.securityPolicyUri()));
  }

  private static String describe(List<EndpointDescription> offered) {
    String text =
        offered.stream()
            .map(EndpointSelection::describe)
            .distinct()
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "none" : text;
  }

  private static String shortName(String policyUri) {
    return policyUri == null ? "?" : policyUri.substring(policyUri.lastIndexOf('#') + 1);
  }
}
