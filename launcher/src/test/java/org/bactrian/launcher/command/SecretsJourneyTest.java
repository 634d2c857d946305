package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.azure.security.keyvault.secrets.SecretClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.cloud.vault.keyvault.KeyVaultClients;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.launcher.azure.LocalEndpoints;
import org.bactrian.launcher.secret.SecretVaults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Secrets of options and routes that lie in Key Vault or in files. */
class SecretsJourneyTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TOKEN = "t0ken-of-the-webhook";
  private static final String ROUTE =
      """
      - route:
          id: token
          from:
            uri: timer:token?repeatCount=1
            steps:
              - setBody: {constant: "{{azure:webhook#token}}"}
              - to: {uri: "file:%s?fileName=token"}
      """;

  @TempDir private Path folder;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void stopListening() {
    root().detachAppender(log);
  }

  @Test
  void secretsOfKeyVaultReachOptionsAndRoutesAndNothingElse() throws Exception {
    Path data = folder.resolve("data");
    Path routes = Files.createDirectories(folder.resolve("routes"));
    Files.writeString(routes.resolve("token.camel.yaml"), ROUTE.formatted(folder));
    try (CommandRun azure =
        CommandRun.start(
            "local-azure",
            "--data=" + data,
            "--mqtt-port=0",
            "--rest-port=0",
            "--amqp-port=0",
            "--keyvault-port=0")) {
      await().atMost(PATIENCE).until(() -> LocalEndpoints.in(data).isPresent());
      LocalEndpoints endpoints = LocalEndpoints.in(data).orElseThrow();
      String hub = endpoints.edgeConnectionString();
      String key = ConnectionString.parse(hub).require("SharedAccessKey");
      SecretClient vault = new KeyVaultClients(SecretVaults.local(endpoints)).secrets();
      vault.setSecret("edge-hub", hub);
      vault.setSecret("webhook", "{\"token\": \"%s\"}".formatted(TOKEN));
      Path nodes = Files.writeString(folder.resolve("nodes.json"), "[]");

      try (CommandRun edge =
          CommandRun.start(
              "edge",
              "--ec={{azure:edge-hub}}",
              "--hub-ca=" + endpoints.caFile(),
              "--data=" + data,
              "--pf=" + nodes,
              "--routes=" + routes,
              "--disable-http",
              "--management-port=0")) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(folder.resolve("token")).as("%s", edge.err()).hasContent(TOKEN));
        await().atMost(PATIENCE).until(() -> invoke(data).exitCode() == ExitCode.OK);
        String health =
            await().atMost(PATIENCE).until(() -> health(edge), Optional::isPresent).orElseThrow();
        assertNoSecret(get(health), key);
        assertNoSecret(get(health.replace("/health", "/metrics")), key);
        assertNoSecret(edge.err().toString() + edge.out(), key);
        assertThat(azure.isRunning()).isTrue();
      }
      CommandRun refused = CommandRun.of("edge", "--ec={{azure:no-such-secret}}", "--data=" + data);
      assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_OPTION);
      assertThat(refused.err().toString()).contains("secret no-such-secret").doesNotContain(key);
      vault.setSecret("broken", "HostNameh;SharedAccessKey=" + key);
      CommandRun broken = CommandRun.of("edge", "--ec={{azure:broken}}", "--data=" + data);
      assertThat(broken.exitCode()).isEqualTo(ExitCode.BAD_OPTION);
      assertNoSecret(broken.err().toString(), key);
      for (ILoggingEvent event : List.copyOf(log.list)) {
        assertNoSecret(event.getFormattedMessage(), key);
        assertNoSecret(String.valueOf(ThrowableProxyUtil.asString(event.getThrowableProxy())), key);
      }
    }
  }

  @Test
  void aFaultOfASecretInAFileDoesNotRepeatIt() throws Exception {
    Path file = Files.writeString(folder.resolve("ec"), "HostNameh;SharedAccessKey=" + TOKEN);

    assertThat(
            catchThrowableOfType(
                CommandFailure.class,
                () ->
                    EdgeArguments.read(
                        List.of("--data=" + folder),
                        Map.of("EdgeHubConnectionString_FILE", file.toString()))))
        .hasMessageContaining("EdgeHubConnectionString")
        .message()
        .doesNotContain(TOKEN);
  }

  private static CommandRun invoke(Path data) throws InterruptedException {
    return CommandRun.of(
        "hub", "invoke", "--data=" + data, "plant-edge/bactrian", "CreateSigningRequest_V2", "{}");
  }

  private static void assertNoSecret(String text, String key) {
    assertThat(text).doesNotContain(key).doesNotContain(TOKEN);
  }

  private static Optional<String> health(CommandRun edge) {
    return edge.err().stream()
        .map(line -> line.replaceAll(".*(http://localhost:\\d+/observe/health).*", "$1"))
        .filter(line -> line.startsWith("http://"))
        .findFirst();
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
