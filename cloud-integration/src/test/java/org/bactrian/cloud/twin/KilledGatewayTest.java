package org.bactrian.cloud.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.localazure.hub.identity.ClientId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that loses its power while it carries something out. */
class KilledGatewayTest {

  private static final String START = "{\"methodId\":\"ns=2;s=Start\"}";

  @TempDir private static Path folder;
  private static TwinTestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = TwinTestServer.in(folder, Map.of("bactrian.request.timeout", "10s"));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @BeforeEach
  void clear() {
    server.clear();
  }

  @Test
  void itsCallersAreAnsweredInTimeAndOnlyThoseWhoAskLaterAreServedByAnotherOfTheSite()
      throws Exception {
    EdgeModule activator = server.supervisor("edge1");
    String endpoint = server.activated();
    activator.close();
    Process gateway =
        HangingModule.start(
            server.cloud.azure().hub().register(ClientId.module("edge1", "twin")),
            server.cloud.azure().caFile());
    try {
      EdgeModule other = server.supervisor("edge2");
      long begin = System.nanoTime();
      CompletableFuture<HttpResponse<String>> answer =
          server.postAsync("/twin/v2/call/" + endpoint, START);
      HangingModule.awaitTaken(gateway);

      gateway.destroyForcibly().waitFor();

      assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(408);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
      assertThat(other.calls()).as("what may have been done is not done again").isEmpty();
      AtomicInteger asked = new AtomicInteger();
      await()
          .until(
              () -> {
                asked.incrementAndGet();
                return server.post("/twin/v2/call/" + endpoint, START).statusCode() == 200;
              });
      assertThat(other.calls()).hasSizeBetween(1, asked.get());
    } finally {
      gateway.destroyForcibly();
    }
  }

  @Test
  void anActivationByAModuleThatHangsIsAnsweredWithinTheTimeOfTheRequest() throws Exception {
    EdgeModule hanging = server.supervisor("edge1");
    String endpoint = server.activated();
    hanging.leavesUnanswered("ActivateEndpoint_V2").leavesUnanswered("DeactivateEndpoint_V2");
    server.post("/registry/v2/endpoints/" + endpoint + "/deactivate", "");
    // That was answered at its deadline, too, and is noted a little later.
    await()
        .until(
            () ->
                server
                    .get("/registry/v2/endpoints/" + endpoint)
                    .body()
                    .contains("\"activationState\":\"Deactivated\""));
    long begin = System.nanoTime();

    HttpResponse<String> answer =
        server.post("/registry/v2/endpoints/" + endpoint + "/activate", "");

    assertThat(answer.statusCode()).isEqualTo(408);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
  }
}
