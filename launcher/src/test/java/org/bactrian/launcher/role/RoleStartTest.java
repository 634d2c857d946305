package org.bactrian.launcher.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers to callers while a role starts. */
class RoleStartTest {

  private static final String HELLO =
      """
      - rest:
          id: mine
          path: /mine
          get:
            - id: hello
              path: /hello
              to: direct:hello
      - route:
          id: hello
          from:
            uri: direct:hello
            steps:
              - setBody: {constant: "hello"}
      """;

  @TempDir private Path routes;
  @TempDir private Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aRoleThatSaysThatItIsHealthyHasTheRoutesOfItsUser() throws Exception {
    Files.writeString(routes.resolve("hello.camel.yaml"), HELLO);
    LocalTokens tokens = LocalTokens.in(data);
    String token = tokens.issue("ann", Permission.READ, Duration.ofMinutes(5));
    int port = freePort();
    CompletableFuture<Integer> answer =
        CompletableFuture.supplyAsync(() -> helloAsSoonAsItIsHealthy(port, token));

    try (Role role =
        Role.start(
            RoleSettings.of("role-test", 0)
                .withRoutes(routes)
                .withKamelets(Path.of(""))
                .withConfigurations(
                    List.of(HttpSettings.of(port, TokenVerifier.of(tokens)).server())))) {
      assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(200);
      assertThat(role.faults()).isEmpty();
    }
  }

  private int helloAsSoonAsItIsHealthy(int port, String token) {
    await()
        .pollInterval(Duration.ofMillis(2))
        .ignoreException(ConnectException.class)
        .until(() -> status(port, "/healthz", token) == 200);
    try {
      return status(port, "/mine/hello", token);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int status(int port, String path, String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + token)
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
