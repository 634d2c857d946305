package org.bactrian.launcher.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.bactrian.web.http.ListenAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleTest {

  private static final String SOUND =
      """
      - route:
          id: greet
          from:
            uri: direct:greet
            steps:
              - setBody:
                  simple: "{{greeting}} ${body}"
      """;

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Role role;

  @AfterEach
  void stop() {
    if (role != null) {
      role.close();
    }
  }

  @Test
  void aRoleRunsItsPackedRoutesWithItsPackedProperties() {
    role = Role.start(settings());

    assertThat(ask("direct:packed", "Ann")).isEqualTo("packed hello Ann");
  }

  @Test
  void propertiesOfTheFileOverridePackedOnesAndThoseOfTheCommandLineBoth() throws IOException {
    Path file = folder.resolve("my.properties");
    Files.writeString(file, "greeting = file\n");

    role = Role.start(settings().withConfig(file));
    assertThat(ask("direct:packed", "Ann")).isEqualTo("packed file Ann");
    role.close();

    role = Role.start(settings().withConfig(file).withProperties(Map.of("greeting", "line")));
    assertThat(ask("direct:packed", "Ann")).isEqualTo("packed line Ann");
  }

  @Test
  void twoRolesRunSideBySideInOneProcess() {
    role = Role.start(settings());
    try (Role other = Role.start(RoleSettings.of("absent-role", 0))) {
      assertThat(other.managementPort()).isNotEqualTo(role.managementPort());
      assertThat(other.context().getRoutes()).isEmpty();
      assertThat(ask("direct:packed", "Ann")).isEqualTo("packed hello Ann");
    }
  }

  @Test
  void aHealthyRoleSaysSo() throws Exception {
    role = Role.start(settings());

    assertThat(get("/observe/health").statusCode()).isEqualTo(200);
    assertThat(get("/observe/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/observe/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void aBrokenRouteIsInTheReadinessAndNotInTheLiveness() throws Exception {
    Files.writeString(folder.resolve("greet.camel.yaml"), SOUND);
    role = Role.start(settings().withRoutes(folder).withKamelets(Path.of("")));
    assertThat(ask("direct:greet", "Ann")).isEqualTo("hello Ann");

    Files.writeString(
        folder.resolve("greet.camel.yaml"), SOUND.replace("direct:greet", "nonsense:greet"));
    await().until(() -> !role.faults().isEmpty());

    HttpResponse<String> ready = get("/observe/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body())
        .contains("\"greet.camel.yaml:4: there is no component 'nonsense' for nonsense:greet\"");
    assertThat(get("/observe/health/live").statusCode()).isEqualTo(200);
    assertThat(ask("direct:greet", "Ann")).isEqualTo("hello Ann");

    Files.writeString(folder.resolve("greet.camel.yaml"), SOUND.replace("${body}", "again"));
    await().until(() -> role.faults().isEmpty());
    assertThat(get("/observe/health/ready").statusCode()).isEqualTo(200);
    assertThat(ask("direct:greet", "Ann")).isEqualTo("hello again");
  }

  @Test
  void healthSaysAddressesAsTheyAreWritten() throws Exception {
    role = Role.start(settings());
    HealthCheckRegistry.get(role.context())
        .register(
            new AbstractHealthCheck("plant") {
              @Override
              protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                builder.down().message("opc.tcp://plc1:4840 \"Hall 3\"").detail("nodes", 5);
              }
            });

    for (String page : List.of("/observe/health", "/observe/health/ready")) {
      HttpResponse<String> brief = get(page);
      JsonNode full = new ObjectMapper().readTree(get(page + "?data=true").body());

      assertThat(brief.statusCode()).isEqualTo(503);
      assertThat(brief.headers().firstValue("content-type")).hasValue("application/json");
      assertThat(brief.body())
          .contains("\"message\":\"opc.tcp://plc1:4840 \\\"Hall 3\\\"\"")
          .doesNotContain("\"data\"");
      assertThat(full.path("status").asText()).isEqualTo("DOWN");
      assertThat(full.path("checks"))
          .filteredOn(check -> check.path("name").asText().equals("plant"))
          .singleElement()
          .satisfies(
              check -> {
                assertThat(check.path("status").asText()).isEqualTo("DOWN");
                assertThat(check.path("data").path("nodes").asText()).isEqualTo("5");
              });
    }
  }

  @Test
  void metricsAreInTheFormOfPrometheus() throws Exception {
    role = Role.start(settings());
    ask("direct:packed", "Ann");

    HttpResponse<String> metrics = get("/observe/metrics");

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body())
        .containsPattern("camel_exchanges_succeeded_total\\{[^}]*routeId=\"packed\"[^}]*} 1");
  }

  @Test
  void healthAndMetricsListenOnLoopbackOnly() throws Exception {
    role = Role.start(settings());

    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(network.getInetAddresses())) {
        if (network.isUp() && !address.isLoopbackAddress()) {
          assertThat(accepts(address, role.managementPort())).as(address.toString()).isFalse();
        }
      }
    }
    assertThat(accepts(InetAddress.getByName("127.0.0.1"), role.managementPort())).isTrue();
  }

  @Test
  void healthAndMetricsListenOnTheAddressThatIsAskedFor() throws Exception {
    role = Role.start(settings().withManagement(new ListenAddress("0.0.0.0", 0)));

    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(network.getInetAddresses())) {
        if (network.isUp() && address instanceof Inet4Address) {
          assertThat(accepts(address, role.managementPort())).as(address.toString()).isTrue();
        }
      }
    }
  }

  @Test
  void anAddressOfAnotherMachineIsRefused() {
    ListenAddress other = new ListenAddress("192.0.2.1", 0);

    assertThatIllegalStateException()
        .isThrownBy(() -> Role.start(settings().withManagement(other)))
        .withMessageContaining("192.0.2.1")
        .withMessageContaining("--management-host");
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    role = Role.start(settings());
    int taken = role.managementPort();

    assertThatIllegalStateException()
        .isThrownBy(() -> Role.start(RoleSettings.of("absent-role", taken)))
        .withMessageContaining("Port " + taken)
        .withMessageContaining("--management-port");
  }

  @Test
  void beansOfAConfigurationAreThereBeforeTheRoutesAre() throws Exception {
    Files.writeString(
        folder.resolve("bean.camel.yaml"),
        """
        - route:
            id: bean
            from:
              uri: direct:bean
              steps:
                - bean:
                    ref: greeter
        """);
    role =
        Role.start(
            settings()
                .withRoutes(folder)
                .withKamelets(Path.of(""))
                .withConfigurations(List.of(new Greetings())));

    assertThat(role.faults()).isEmpty();
    assertThat(ask("direct:bean", "Ann")).isEqualTo("Good day Ann");
  }

  /** Binds a bean. */
  private static final class Greetings implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) {
      context.getRegistry().bind("greeter", new Greeter());
    }
  }

  /** A bean of the role. */
  public static final class Greeter {

    /** Greets. */
    public String greet(String name) {
      return "Good day " + name;
    }
  }

  private static RoleSettings settings() {
    return RoleSettings.of("role-test", 0);
  }

  private String ask(String endpoint, String body) {
    ProducerTemplate template = role.context().createProducerTemplate();
    return template.requestBody(endpoint, body, String.class);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + role.managementPort() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static boolean accepts(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
