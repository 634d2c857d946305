package org.bactrian.launcher.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bactrian.launcher.header.HeaderTestSystem.EDGE_OPERATION;
import static org.bactrian.launcher.header.HeaderTestSystem.FORGED;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.bactrian.model.method.MethodResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No header by which routes and components tell each other what to do comes from outside. */
class InternalHeadersTest {

  private static final String ORDINARY = "X-Mine";

  /** Names in one request, as servers limit the size of its head. */
  private static final int AT_ONCE = 60;

  /** Direct methods that are under way together; the edge takes more. */
  private static final int CALLS_AT_ONCE = 8;

  @TempDir private static Path folder;
  private static HeaderTestSystem system;

  /**
   * A way in which a message gets to a route with names that its sender chooses.
   *
   * @param reaching the forged headers that the route sees
   */
  record WayIn(String name, Set<String> reaching, Sending sending) {

    @Override
    public String toString() {
      return name;
    }
  }

  private interface Sending {
    void send(List<String> names) throws Exception;
  }

  /** A part of an HTTP request that has names. */
  private enum HttpPart {
    HEADER {
      @Override
      HttpRequest.Builder request(
          String path, List<String> names, Function<String, HttpRequest.Builder> server) {
        HttpRequest.Builder request = server.apply(path);
        names.forEach(name -> request.header(name, FORGED));
        return request;
      }
    },
    QUERY {
      @Override
      HttpRequest.Builder request(
          String path, List<String> names, Function<String, HttpRequest.Builder> server) {
        return server.apply(path + "?" + form(names));
      }
    },
    FORM {
      @Override
      HttpRequest.Builder request(
          String path, List<String> names, Function<String, HttpRequest.Builder> server) {
        return server
            .apply(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(names)));
      }
    },
    MULTIPART {
      @Override
      HttpRequest.Builder request(
          String path, List<String> names, Function<String, HttpRequest.Builder> server) {
        String part = "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
        String parts =
            names.stream().map(name -> part.formatted(name, FORGED)).collect(Collectors.joining());
        return server
            .apply(path)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(parts + "--b--\r\n"));
      }
    };

    abstract HttpRequest.Builder request(
        String path, List<String> names, Function<String, HttpRequest.Builder> server);

    private static String form(List<String> names) {
      return names.stream()
          .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + FORGED)
          .collect(Collectors.joining("&"));
    }
  }

  @BeforeAll
  static void start() throws Exception {
    system = new HeaderTestSystem(folder);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  static Stream<WayIn> waysIn() {
    return Stream.of(
            Stream.of(HttpPart.values())
                .flatMap(
                    part ->
                        Stream.of(
                            http("cloud, route of a user", part, "/mine/seen"),
                            http("edge, route of a user", part, "/mine/seen"))),
            Stream.of(HttpPart.HEADER, HttpPart.QUERY)
                .flatMap(
                    part ->
                        Stream.of(
                            http("cloud, operation", part, "/registry/v2/applications"),
                            http("edge, operation", part, "/v2/connections"))),
            Stream.of(
                new WayIn(
                    "Service Bus, application properties", Set.of(ORDINARY), system::toServiceBus),
                new WayIn("IoT Hub, properties of a device", Set.of(ORDINARY), system::fromDevice),
                new WayIn(
                    "IoT Hub, members of a payload", Set.of(), InternalHeadersTest::callOverHub),
                new WayIn(
                    "MQTT, user properties",
                    Set.of(),
                    names ->
                        assertThat(system.callOverMqtt(EDGE_OPERATION, names)).isEqualTo("200"))))
        .flatMap(ways -> ways);
  }

  private static WayIn http(String target, HttpPart part, String path) {
    Function<String, HttpRequest.Builder> server =
        target.startsWith("cloud") ? system::cloudRequest : system::edgeRequest;
    return new WayIn(
        "HTTP, " + part + ", " + target,
        Set.of(ORDINARY),
        names ->
            assertThat(system.send(part.request(path, names, server)).statusCode()).isEqualTo(200));
  }

  private static void callOverHub(List<String> names) throws Exception {
    Map<String, String> members =
        names.stream().distinct().collect(Collectors.toMap(name -> name, name -> FORGED));
    assertThat(system.callOverHub(EDGE_OPERATION, members).join().status()).isEqualTo(200);
  }

  /** Each internal header in several spellings, and in each request one that is not internal. */
  private static List<List<String>> forged() {
    List<String> names = InternalHeaderNames.inAnyCase();
    assertThat(names).contains("BactrianOpcUaNodes", "bactriancaller").hasSizeGreaterThan(300);
    List<List<String>> requests = new ArrayList<>();
    for (int from = 0; from < names.size(); from += AT_ONCE) {
      List<String> some = new ArrayList<>(List.of(ORDINARY));
      some.addAll(names.subList(from, Math.min(from + AT_ONCE, names.size())));
      requests.add(some);
    }
    return requests;
  }

  @ParameterizedTest
  @MethodSource("waysIn")
  void noInternalHeaderComesInInAnyCase(WayIn way) throws Exception {
    for (List<String> names : forged()) {
      way.sending().send(names);

      assertThat(system.forgedOfNext()).isEqualTo(lower(way.reaching()));
    }
  }

  private static Set<String> lower(Collection<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  @Test
  void noMethodIsReachedByTheNameOfAnInternalHeader() throws Exception {
    List<String> names = InternalHeaderNames.inAnyCase();
    for (int from = 0; from < names.size(); from += CALLS_AT_ONCE) {
      Map<String, CompletableFuture<MethodResult>> calls = new LinkedHashMap<>();
      for (String name : names.subList(from, Math.min(from + CALLS_AT_ONCE, names.size()))) {
        calls.put(name, system.callOverHub(name, Map.of()));
      }
      calls.forEach(
          (name, call) -> assertThat(call.join().status()).as(name).isNotIn(200, 429, 504));
    }
    assertThat(system.nothingSeen()).isTrue();
  }

  @Test
  void aRouteWhosePathNamesAnInternalHeaderIsRefused() {
    for (String name : InternalHeaderNames.inAnyCase()) {
      for (CamelContext side : List.of(system.cloud(), system.edge())) {
        Endpoint theirs = side.getEndpoint("platform-http:/theirs/{" + name + "}");

        assertThatThrownBy(() -> theirs.createConsumer(exchange -> {}).start())
            .as(name)
            .hasStackTraceContaining("would let callers set the internal header " + name)
            .hasStackTraceContaining("Give the parameter a name of your own");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("waysOut")
  void noInternalHeaderLeavesWithAnAnswer(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer = system.send(request);

    system.forgedOfNext();
    assertThat(answer.headers().firstValue(HeaderTestSystem.LEFT)).contains("for the caller");
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.startsWith("bactrian") || name.startsWith("camel"));
  }

  @ParameterizedTest
  @CsvSource({"/mine/refused, 400", "/mine/broken, 500"})
  void noInternalHeaderLeavesWithAProblem(String path, int status) throws Exception {
    for (HttpRequest.Builder request :
        List.of(system.cloudRequest(path), system.edgeRequest(path))) {
      HttpResponse<String> answer = system.send(request);

      system.forgedOfNext();
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.startsWith("bactrian") || name.startsWith("camel"));
    }
  }

  static Stream<HttpRequest.Builder> waysOut() {
    return Stream.of(
        system.cloudRequest("/mine/seen"),
        system.cloudRequest("/registry/v2/applications"),
        system.edgeRequest("/mine/seen"),
        system.edgeRequest("/v2/connections"));
  }

  @Test
  void anOperationTakesNoForm() throws Exception {
    for (HttpPart form : List.of(HttpPart.FORM, HttpPart.MULTIPART)) {
      HttpRequest.Builder request =
          form.request(
              "/registry/v2/applications/query", List.of("BactrianCaller"), system::cloudRequest);

      assertThat(system.send(request).statusCode()).isEqualTo(415);
    }
  }
}
