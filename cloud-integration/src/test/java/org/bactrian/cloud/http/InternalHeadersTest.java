package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Headers;
import org.apache.camel.Message;
import org.apache.camel.component.azure.servicebus.ServiceBusComponent;
import org.apache.camel.component.azure.servicebus.ServiceBusConstants;
import org.apache.camel.component.azure.servicebus.ServiceBusEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.bactrian.cloud.registry.RegistryEventRoute;
import org.bactrian.cloud.registry.RegistryHeaders;
import org.bactrian.cloud.security.Permission;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.bactrian.iothub.service.IotHubConstants;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.bactrian.web.header.InternalHeaderFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No header by which routes and components tell each other what to do comes from outside. */
class InternalHeadersTest {

  private static final String FORGED = "forged";
  private static final String ORDINARY = "X-Mine";

  private static final String ROUTES =
      """
      - rest:
          id: mine
          path: /mine
          get:
            - {id: seenByGet, path: /seen, to: "direct:seen"}
            - {id: leaves, path: /leaves, to: "direct:leaves"}
          post:
            - {id: seenByPost, path: /seen, to: "direct:seen"}
      - route:
          id: seen
          from:
            uri: direct:seen
            steps:
              - bean: {ref: seen, method: names}
      - route:
          id: leaves
          from:
            uri: direct:leaves
            steps:
              - bean: {ref: seen, method: leave}
      - route:
          id: GetApplicationRegistration
          from:
            uri: direct:GetApplicationRegistration
            steps:
              - bean: {ref: seen, method: leave}
      - route:
          id: GetListOfApplications
          from:
            uri: direct:GetListOfApplications
            steps:
              - bean: {ref: seen, method: names}
      """;

  @TempDir private static Path data;
  private static RestTestServer server;

  /** Headers that a route sees of a request, and those that it leaves for its answer. */
  public static final class Seen {

    /** Names of the headers with a value that a caller forged, as a list in JSON. */
    public String names(@Headers Map<String, Object> headers) {
      return headers.entrySet().stream()
          .filter(header -> isForged(String.valueOf(header.getValue())))
          .map(header -> '"' + header.getKey() + '"')
          .sorted()
          .collect(Collectors.joining(",", "[", "]"));
    }

    /** The value, or several of it; what Camel says of the query holds names, too. */
    private static boolean isForged(String value) {
      return value.contains(FORGED) && value.replace(FORGED, "").matches("[\\[\\], ]*");
    }

    /** Leaves every internal header of the project, and one that is not. */
    public void leave(Exchange exchange) {
      Message message = exchange.getMessage();
      internal().filter(name -> name.startsWith("Bactrian")).forEach(n -> message.setHeader(n, n));
      message.setHeader(ORDINARY, "for the caller");
      message.setBody("{}");
    }
  }

  /** Ways in which a caller can name a header. */
  enum WayIn {
    HEADER {
      @Override
      HttpRequest.Builder request(String path, List<String> names) {
        HttpRequest.Builder request = server.request(Permission.ADMINISTER, path);
        names.forEach(name -> request.header(name, FORGED));
        return request;
      }
    },
    QUERY {
      @Override
      HttpRequest.Builder request(String path, List<String> names) {
        return server.request(Permission.ADMINISTER, path + "?" + form(names));
      }
    },
    FORM {
      @Override
      HttpRequest.Builder request(String path, List<String> names) {
        return server
            .request(Permission.ADMINISTER, path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(names)));
      }
    },
    MULTIPART {
      @Override
      HttpRequest.Builder request(String path, List<String> names) {
        String part = "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
        String parts =
            names.stream().map(name -> part.formatted(name, FORGED)).collect(Collectors.joining());
        return server
            .request(Permission.ADMINISTER, path)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(parts + "--b--\r\n"));
      }
    };

    abstract HttpRequest.Builder request(String path, List<String> names);

    private static String form(List<String> names) {
      return names.stream()
          .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + FORGED)
          .collect(Collectors.joining("&"));
    }
  }

  @BeforeAll
  static void open() throws Exception {
    server = RestTestServer.openWith(data, "seen", new Seen(), ROUTES);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static Stream<String> internal() {
    return Stream.of(
            IotHubConstants.class,
            IotHubModuleConstants.class,
            TelemetryHeaders.class,
            RegistryHeaders.class,
            RegistryEventRoute.class,
            ServiceBusConstants.class,
            Exchange.class)
        .flatMap(constants -> Stream.of(constants.getFields()))
        .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
        .map(InternalHeadersTest::value)
        .filter(name -> name.startsWith("Bactrian") || name.startsWith("Camel"))
        .distinct();
  }

  private static String value(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each internal header in several spellings, and one header that is not internal. */
  private static List<String> forged() {
    List<String> names = new ArrayList<>(List.of(ORDINARY));
    internal()
        .flatMap(
            name -> Stream.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT)))
        .forEach(names::add);
    assertThat(names).hasSizeGreaterThan(200);
    return names;
  }

  @ParameterizedTest
  @EnumSource(WayIn.class)
  void noInternalHeaderReachesAUsersRouteInAnyCase(WayIn way) throws Exception {
    List<String> names = forged();
    for (int from = 0; from < names.size(); from += 60) {
      List<String> some = new ArrayList<>(names.subList(from, Math.min(from + 60, names.size())));
      some.add(ORDINARY);

      HttpResponse<String> answer = server.send(way.request("/mine/seen", some));

      assertThat(answer.body()).isEqualToIgnoringCase("[\"" + ORDINARY + "\"]");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WayIn.class,
      names = {"HEADER", "QUERY"})
  void noInternalHeaderReachesAPackedOperationInAnyCase(WayIn way) throws Exception {
    List<String> names = forged();
    for (int from = 0; from < names.size(); from += 60) {
      List<String> some = new ArrayList<>(names.subList(from, Math.min(from + 60, names.size())));
      some.add(ORDINARY);

      HttpResponse<String> answer = server.send(way.request("/registry/v2/applications", some));

      assertThat(answer.body()).isEqualToIgnoringCase("[\"" + ORDINARY + "\"]");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WayIn.class,
      names = {"FORM", "MULTIPART"})
  void anOperationTakesNoForm(WayIn way) throws Exception {
    HttpResponse<String> answer =
        server.send(way.request("/registry/v2/applications/query", List.of("BactrianCaller")));

    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void aRouteWhosePathNamesAnInternalHeaderIsRefused() {
    assertThatThrownBy(
            () ->
                RestTestServer.open(
                    data.resolve("other"),
                    """
                    - rest:
                        id: theirs
                        path: /theirs
                        get:
                          - {id: device, path: "/{bactrianIotHubDeviceId}", to: "log:device"}
                    """))
        .hasStackTraceContaining("would let callers set the internal header")
        .hasStackTraceContaining("Give the parameter a name of your own");
  }

  @Test
  void noInternalHeaderLeavesWithAnAnswer() throws Exception {
    for (String path : List.of("/mine/leaves", "/registry/v2/applications/uas1")) {
      HttpResponse<String> answer = server.get(Permission.READ, path);

      assertThat(answer.headers().firstValue(ORDINARY)).as(path).contains("for the caller");
      assertThat(answer.headers().map().keySet())
          .as(path)
          .noneMatch(name -> name.startsWith("bactrian") || name.startsWith("camel"));
    }
  }

  @Test
  void propertiesOfServiceBusMessagesBecomeNoInternalHeaders() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.disableJMX();
      InternalHeaderFilter.installIn(context);
      ServiceBusComponent bus = new ServiceBusComponent();
      bus.getConfiguration()
          .setConnectionString(
              "Endpoint=sb://nowhere.invalid;SharedAccessKeyName=n;SharedAccessKey=bm9uZQ==");
      context.addComponent("azure-servicebus", bus);
      context.start();

      HeaderFilterStrategy filter =
          context
              .getEndpoint("azure-servicebus:queue", ServiceBusEndpoint.class)
              .getConfiguration()
              .getHeaderFilterStrategy();

      assertThat(forged())
          .allSatisfy(
              name ->
                  assertThat(filter.applyFilterToExternalHeaders(name, FORGED, null))
                      .as(name)
                      .isEqualTo(!name.equals(ORDINARY)));
    }
  }
}
