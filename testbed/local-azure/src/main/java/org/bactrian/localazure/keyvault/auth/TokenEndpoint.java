package org.bactrian.localazure.keyvault.auth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;

/**
 * The two resources of Microsoft Entra ID that a confidential client asks for: the configuration of
 * its directory, and tokens by client credentials ("Microsoft identity platform and the OAuth 2.0
 * client credentials flow",
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).
 *
 * @param authority URL of the directory
 */
public record TokenEndpoint(VaultTokens tokens, Supplier<String> authority) {

  private static final long MAX_BODY_BYTES = 16 * 1024;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final String BASIC = "Basic ";

  /** Serves the resources. */
  public void mount(Router router) {
    String tenant = "/" + tokens.client().tenant();
    router.get(tenant + "/v2.0/.well-known/openid-configuration").handler(this::configuration);
    router
        .post(tenant + "/oauth2/v2.0/token")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
        .handler(this::token);
  }

  private void configuration(RoutingContext context) {
    String directory = authority.get();
    ObjectNode configuration = JsonNodeFactory.instance.objectNode();
    configuration.put("issuer", directory + "/v2.0");
    configuration.put("token_endpoint", directory + "/oauth2/v2.0/token");
    configuration.put("authorization_endpoint", directory + "/oauth2/v2.0/authorize");
    configuration.put("jwks_uri", directory + "/discovery/v2.0/keys");
    configuration.putArray("token_endpoint_auth_methods_supported").add("client_secret_post");
    configuration.putArray("response_types_supported").add("token");
    configuration.putArray("subject_types_supported").add("pairwise");
    answer(context, configuration);
  }

  private void token(RoutingContext context) {
    MultiMap form = context.request().formAttributes();
    if (!"client_credentials".equals(form.get("grant_type"))) {
      refuse(context, BAD_REQUEST, "unsupported_grant_type", "Only client_credentials is served");
    } else if (!isClient(context, form)) {
      refuse(context, UNAUTHORIZED, "invalid_client", "AADSTS7000215: Invalid client or secret");
    } else if (!isForVault(form)) {
      refuse(context, BAD_REQUEST, "invalid_scope", "Only tokens for Key Vault are issued");
    } else {
      ObjectNode granted = JsonNodeFactory.instance.objectNode();
      granted.put("token_type", "Bearer");
      granted.put("expires_in", VaultTokens.LIFETIME.toSeconds());
      granted.put("ext_expires_in", VaultTokens.LIFETIME.toSeconds());
      granted.put("access_token", tokens.issue());
      answer(context, granted);
    }
  }

  private boolean isClient(RoutingContext context, MultiMap form) {
    String header = context.request().getHeader("Authorization");
    if (header == null || !header.startsWith(BASIC)) {
      return tokens.isClient(text(form, "client_id"), text(form, "client_secret"));
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()));
      String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return pair.length == 2 && tokens.isClient(pair[0], pair[1]);
    } catch (IllegalArgumentException e) {
      throw KeyVaultFaultException.badParameter("The Authorization header is not Base64");
    }
  }

  private static boolean isForVault(MultiMap form) {
    return List.of(text(form, "scope").split(" ")).contains(VaultTokens.RESOURCE + "/.default")
        || text(form, "resource").equals(VaultTokens.RESOURCE);
  }

  private static String text(MultiMap form, String name) {
    String value = form.get(name);
    return value == null ? "" : value;
  }

  private static void refuse(RoutingContext context, int status, String error, String reason) {
    context.response().setStatusCode(status);
    answer(
        context,
        JsonNodeFactory.instance.objectNode().put("error", error).put("error_description", reason));
  }

  private static void answer(RoutingContext context, ObjectNode body) {
    context
        .response()
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(body.toString());
  }
}
