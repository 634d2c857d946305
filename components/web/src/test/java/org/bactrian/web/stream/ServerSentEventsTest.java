package org.bactrian.web.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Life of a stream of Server-Sent Events, on a server of its own. */
class ServerSentEventsTest {

  private final AtomicBoolean allowed = new AtomicBoolean(true);
  private final StreamAdmission admission =
      new StreamAdmission(
          StreamLimits.DEFAULT
              .with()
              .maxConnectionsPerCaller(1)
              .keepAlive(Duration.ofMillis(100))
              .authorizationInterval(Duration.ofMillis(100))
              .build());
  private final StreamHub hub = new StreamHub("test", admission);
  private final HttpClient http = HttpClient.newHttpClient();
  private Vertx vertx;
  private HttpServer server;

  @BeforeEach
  void listen() throws Exception {
    vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context ->
                ServerSentEvents.of(hub, "group")
                    .accept(
                        new StreamRequest(
                            context, "ann", () -> Future.succeededFuture(allowed.get())))
                    .ifPresent(
                        problem -> context.response().setStatusCode(problem.status()).end()));
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private CompletableFuture<HttpResponse<String>> get() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"))
            .timeout(Duration.ofSeconds(60))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private void awaitMember() {
    await().until(() -> hub.hasMembers("group"));
  }

  @Test
  void aStreamEndsSoonAfterItsCallerMayNoLongerRead() throws Exception {
    CompletableFuture<HttpResponse<String>> stream = get();
    awaitMember();
    hub.publish(
        Set.of("group"),
        new StreamMessage("Told", List.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8))));
    // What still waits when a stream ends is not sent.
    await().until(() -> admission.waitingBytes() == 0);
    allowed.set(false);

    String whole = stream.get(20, TimeUnit.SECONDS).body();

    assertThat(whole)
        .startsWith("retry: 3000\n: connected\n\n")
        .contains("event: Told\ndata: {\"a\":1}\n\n")
        .endsWith(": The token has expired. Connect with a new one.\n\n");
    assertThat(hub.hasMembers("group")).isFalse();
  }

  @Test
  void aStreamEndsWithTheServerAndCountsNoMore() throws Exception {
    CompletableFuture<HttpResponse<String>> stream = get();
    awaitMember();
    assertThat(get().get(20, TimeUnit.SECONDS).statusCode()).as("one more").isEqualTo(429);

    hub.close(StreamClosure.SERVER_STOPS);

    assertThat(stream.get(20, TimeUnit.SECONDS).body()).contains("The server stops");
    await().until(() -> admission.connections() == 0);
    assertThat(admission.waitingBytes()).isZero();
  }
}
