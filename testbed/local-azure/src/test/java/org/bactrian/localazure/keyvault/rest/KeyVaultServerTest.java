package org.bactrian.localazure.keyvault.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bactrian.localazure.keyvault.auth.VaultClient;
import org.bactrian.localazure.keyvault.auth.VaultTokens;
import org.junit.jupiter.api.Test;

class KeyVaultServerTest {

  private static final int TAKEN = 202;

  @Test
  void requestsBeyondThoseThatMayWaitAreThrottledAndTheOthersAnswered() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    VaultTokens tokens =
        new VaultTokens(
            new VaultClient("tenant", "client", "secret"), new byte[32], Clock.systemUTC());
    Vertx vertx = Vertx.vertx();
    try (KeyVaultServer server = new KeyVaultServer(vertx, tokens, () -> "http://localhost")) {
      server.serve(HttpMethod.GET, "/slow", request -> answerAfter(release));
      int port =
          server
              .open(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
              .toCompletionStage()
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS)
              .actualPort();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/slow?api-version=7.5"))
              .header("Authorization", "Bearer " + tokens.issue())
              .timeout(Duration.ofSeconds(60))
              .build();
      HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

      List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
      for (int i = 0; i < TAKEN + 5; i++) {
        sent.add(http.sendAsync(request, BodyHandlers.ofString()));
      }
      CompletableFuture.anyOf(sent.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
      release.countDown();

      List<Integer> statuses = new ArrayList<>();
      for (CompletableFuture<HttpResponse<String>> each : sent) {
        HttpResponse<String> answer = each.get(60, TimeUnit.SECONDS);
        statuses.add(answer.statusCode());
        if (answer.statusCode() == 429) {
          assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        }
      }
      assertThat(statuses).containsOnly(200, 429);
      assertThat(statuses.stream().filter(status -> status == 200).count())
          .isGreaterThanOrEqualTo(TAKEN);
    } finally {
      release.countDown();
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private static VaultAnswer answerAfter(CountDownLatch release) {
    try {
      assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return VaultAnswer.of(JsonNodeFactory.instance.objectNode());
  }
}
