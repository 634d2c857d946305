package org.bactrian.edge.http;

import io.swagger.v3.oas.models.security.SecurityScheme;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.http.CallerCredentials;
import org.bactrian.web.http.ClientCertificateTrust;
import org.bactrian.web.http.RequestAuthenticator;

/**
 * Check of the certificates of clients, beside the API key or in its place. A caller with a trusted
 * certificate may call every operation and needs no key.
 */
final class ClientCertificateCheck implements RequestAuthenticator {

  private final ApiKeyCheck key;
  private final ClientCertificateTrust trust;
  private final boolean required;

  /**
   * Creates a check.
   *
   * @param key check of callers that show no certificate
   * @param required whether such callers are refused
   */
  ClientCertificateCheck(ApiKeyCheck key, ClientCertificateTrust trust, boolean required) {
    this.key = key;
    this.trust = trust;
    this.required = required;
  }

  @Override
  public String schemeName() {
    return key.schemeName();
  }

  @Override
  public SecurityScheme scheme() {
    SecurityScheme scheme = key.scheme();
    return scheme.description(
        scheme.getDescription()
            + (required
                ? " A client certificate is needed; it takes the place of the key."
                : " A client certificate may take the place of the key."));
  }

  @Override
  public Future<AuthenticationResult> authenticate(Vertx vertx, CallerCredentials credentials) {
    List<X509Certificate> chain = credentials.certificates();
    if (chain.isEmpty()) {
      return required
          ? Future.succeededFuture(
              refused(
                  "The connection needs a client certificate of an authority that --http-client-ca"
                      + " names."))
          : key.authenticate(vertx, credentials);
    }
    return required || credentials.authorization().isEmpty()
        ? vertx.executeBlocking(() -> check(chain), false)
        : key.authenticate(vertx, credentials);
  }

  private AuthenticationResult check(List<X509Certificate> chain) {
    return trust
        .fault(chain)
        .<AuthenticationResult>map(ClientCertificateCheck::refused)
        .orElseGet(
            () ->
                new AuthenticationResult.Authenticated(
                    chain.get(0).getSubjectX500Principal().getName(), Set.of()));
  }

  private static AuthenticationResult refused(String detail) {
    return new AuthenticationResult.Unauthenticated(ApiKeyCheck.CHALLENGE, detail);
  }

  @Override
  public String insufficientRoleChallenge(Set<String> roles) {
    return key.insufficientRoleChallenge(roles);
  }

  @Override
  public Set<String> rolesForUserRoutes(String method) {
    return key.rolesForUserRoutes(method);
  }

  @Override
  public void checkContract(Operation operation) {
    key.checkContract(operation);
  }
}
