package org.bactrian.localazure.keyvault.rest;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.security.GeneralSecurityException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bactrian.localazure.keyvault.auth.TokenCheck;
import org.bactrian.localazure.keyvault.auth.TokenEndpoint;
import org.bactrian.localazure.keyvault.auth.VaultTokens;
import org.bactrian.localazure.keyvault.fault.KeyVaultFault;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bactrian.localazure.keyvault.fault.VaultOutage;
import org.bactrian.model.thread.DaemonThreads;

/**
 * HTTP server of the vault: Key Vault's REST, versions 7.0 and later
 * (https://learn.microsoft.com/rest/api/keyvault), and the token endpoint of its clients.
 */
public final class KeyVaultServer implements AutoCloseable {

  private static final long MAX_BODY_BYTES = 256 * 1024;
  private static final int WORKERS = 2;
  private static final int MAX_WAITING = 200;
  private static final Pattern VERSIONS =
      Pattern.compile("7\\.[0-9](-preview\\.[0-9])?|20[0-9]{2}-[0-9]{2}-[0-9]{2}(-preview)?");

  private final Vertx vertx;
  private final Supplier<String> baseUrl;
  private final Router router;
  private final ThreadPoolExecutor workers;
  private final AtomicReference<VaultOutage> outage = new AtomicReference<>(new VaultOutage.None());

  /**
   * A server that does not listen yet.
   *
   * @param baseUrl of the vault, which has the token endpoint too; known when it listens
   */
  public KeyVaultServer(Vertx vertx, VaultTokens tokens, Supplier<String> baseUrl) {
    this.vertx = vertx;
    this.baseUrl = baseUrl;
    workers =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            DaemonThreads.named("key-vault"));
    router = Router.router(vertx);
    Supplier<String> authority = () -> baseUrl.get() + "/" + tokens.client().tenant();
    router.route().handler(this::failOnOutage).failureHandler(new VaultFaultAnswers(authority));
    new TokenEndpoint(tokens, authority).mount(router);
    router.route().handler(new TokenCheck(tokens)).handler(KeyVaultServer::requireVersion);
    router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
  }

  /** Serves an operation at a path with parameters such as {@code :name}. */
  public void serve(HttpMethod method, String path, VaultOperation operation) {
    router.route(method, path).handler(context -> run(operation, context));
  }

  /**
   * Starts listening. Operations have to be served before.
   *
   * @param tls certificate, key, host and port
   * @return the server, whose actual port is then known
   */
  public Future<HttpServer> open(HttpServerOptions tls) {
    router.route().handler(KeyVaultServer::notServed);
    return vertx.createHttpServer(tls).requestHandler(router).listen();
  }

  /** Begins or ends an outage, for tests. */
  public void outage(VaultOutage begun) {
    outage.set(begun);
  }

  /** Drops what waits. Clients get no answer any more. */
  @Override
  public void close() {
    workers.shutdownNow();
  }

  private void failOnOutage(RoutingContext context) {
    VaultOutage current = outage.get();
    if (current instanceof VaultOutage.Unreachable) {
      context.request().connection().close();
    } else if (current instanceof VaultOutage.Throttled throttled) {
      String seconds = Long.toString(throttled.retryAfter().toSeconds());
      context.response().putHeader(VaultFaultAnswers.RETRY_AFTER, seconds);
      context.fail(
          new KeyVaultFaultException(
              KeyVaultFault.THROTTLED, "The local vault throttles requests"));
    } else {
      context.next();
    }
  }

  private static void requireVersion(RoutingContext context) {
    String version = context.request().getParam("api-version", "");
    if (!VERSIONS.matcher(version).matches()) {
      throw KeyVaultFaultException.badParameter(
          version.isEmpty() ? "api-version must be specified" : "The api-version is not served");
    }
    context.next();
  }

  private static void notServed(RoutingContext context) {
    throw new KeyVaultFaultException(
        KeyVaultFault.NOT_SERVED,
        context.request().method() + " of this path is not served by the local vault");
  }

  private void run(VaultOperation operation, RoutingContext context) {
    VaultRequest request = VaultRequest.of(context, baseUrl.get());
    Context loop = vertx.getOrCreateContext();
    workers.execute(
        () -> {
          try {
            VaultAnswer answer = operation.run(request);
            tell(loop, () -> answer(context, answer));
          } catch (GeneralSecurityException | RuntimeException e) {
            tell(loop, () -> context.fail(e));
          }
        });
  }

  private void answer(RoutingContext context, VaultAnswer answer) {
    boolean signed = context.normalizedPath().endsWith("/sign");
    if (signed && outage.get() instanceof VaultOutage.CutAfterSigning) {
      context.request().connection().close();
      return;
    }
    HttpServerResponse response = context.response().setStatusCode(answer.status());
    if (answer.body().isMissingNode()) {
      response.end();
    } else {
      response
          .putHeader("Content-Type", "application/json; charset=utf-8")
          .putHeader("Cache-Control", "no-store")
          .end(answer.body().toString());
    }
  }

  private static void tell(Context loop, Runnable outcome) {
    try {
      loop.runOnContext(ignored -> outcome.run());
    } catch (RejectedExecutionException closed) {
      // Vert.x is closed, so nobody waits for it any more.
    }
  }
}
