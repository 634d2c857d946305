package org.bactrian.localazure.keyvault.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.bactrian.localazure.keyvault.auth.VaultTokens;
import org.bactrian.localazure.keyvault.fault.KeyVaultFault;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a failed request as Key Vault does: {@code {"error":{"code","message","innererror"}}}. A
 * request without a valid token gets the challenge that tells clients where tokens are had.
 */
final class VaultFaultAnswers implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(VaultFaultAnswers.class);
  static final String RETRY_AFTER = "Retry-After";

  private static final int BAD_REQUEST = 400;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int PAYLOAD_TOO_LARGE = 413;

  private final Supplier<String> authority;

  /**
   * Answers with challenges.
   *
   * @param authority URL where tokens are had
   */
  VaultFaultAnswers(Supplier<String> authority) {
    this.authority = authority;
  }

  @Override
  public void handle(RoutingContext context) {
    // A body that is too large is answered before its end, and its connection fails after that.
    if (context.response().headWritten() || context.response().closed()) {
      return;
    }
    KeyVaultFaultException refused = refusal(context);
    if (refused.fault() == KeyVaultFault.UNAUTHORIZED) {
      context.response().putHeader("WWW-Authenticate", challenge());
    }
    MultiMap headers = context.response().headers();
    if (refused.fault() == KeyVaultFault.THROTTLED && !headers.contains(RETRY_AFTER)) {
      headers.set(RETRY_AFTER, "1");
    }
    context
        .response()
        .setStatusCode(refused.fault().status())
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(body(refused).toString());
  }

  private String challenge() {
    return "Bearer authorization=\"%s\", resource=\"%s\""
        .formatted(authority.get(), VaultTokens.RESOURCE);
  }

  private static ObjectNode body(KeyVaultFaultException refused) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error = body.putObject("error");
    error.put("code", refused.fault().code()).put("message", refused.getMessage());
    refused.detail().ifPresent(detail -> error.putObject("innererror").put("code", detail));
    return body;
  }

  private static KeyVaultFaultException refusal(RoutingContext context) {
    Throwable cause = context.failure();
    if (cause instanceof KeyVaultFaultException refused) {
      return refused;
    }
    if (cause instanceof RejectedExecutionException) {
      return new KeyVaultFaultException(
          KeyVaultFault.THROTTLED, "Too many requests wait for the local vault");
    }
    return switch (context.statusCode()) {
      case PAYLOAD_TOO_LARGE ->
          new KeyVaultFaultException(KeyVaultFault.TOO_LARGE, "The request is too large");
      case METHOD_NOT_ALLOWED ->
          new KeyVaultFaultException(
              KeyVaultFault.METHOD_NOT_ALLOWED, "The resource does not take this method");
      case BAD_REQUEST -> KeyVaultFaultException.badParameter("The request cannot be read");
      default -> failed(context, cause);
    };
  }

  private static KeyVaultFaultException failed(RoutingContext context, Throwable cause) {
    LOG.error("{} {} failed", context.request().method(), context.request().path(), cause);
    return new KeyVaultFaultException(
        KeyVaultFault.INTERNAL, "The local vault failed; its log says why");
  }
}
