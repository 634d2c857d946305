package org.bactrian.launcher.role;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultExchange;
import org.bactrian.edge.module.ModuleMethodDispatcher;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.bactrian.model.json.JsonTrees;
import org.bactrian.web.operation.OperationsComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class EdgeCapabilitiesTest {

  @TempDir private Path folder;
  private Role edge;

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void anEdgeWithoutIotHubHasItsOperationsAndNoModule() throws Exception {
    edge = start("");

    assertThat(edge.faults()).isEmpty();
    assertThat(routes())
        .contains("publisher", "discovery", "GetStatus", "ActivateEndpoint")
        .doesNotContain("module-twin", "module-methods");
    assertThat(OperationsComponent.of(edge.context()).orElseThrow().served())
        .filteredOn(served -> served.service().equals("module"))
        .isNotEmpty()
        .allMatch(
            served ->
                served.operation().equals("GetEndpointCertificate")
                    ? served.route().equals("GetEndpointCertificate")
                    : !served.target().isEmpty());
  }

  @Test
  void aCapabilityIsSwitchedOffByAPropertyOfTheFile() throws Exception {
    edge = start("bactrian.discovery.enabled = false\nbactrian.publisher.enabled = false\n");

    assertThat(edge.faults()).isEmpty();
    assertThat(routes())
        .contains("GetStatus", "ActivateEndpoint")
        .doesNotContain("publisher", "discovery");
    assertThat(call("Discover", "{}")).isEqualTo(501);
    assertThat(edge.context().hasComponent("opcua-discovery")).isNull();
    assertThat(edge.context().hasComponent("opcua-publisher")).isNull();
  }

  @Test
  void aPageOfTheManagementPortTellsWhatCarriesOutEachOperation() throws Exception {
    edge = start("");

    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://localhost:" + edge.managementPort() + "/observe/operations"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(page.body())
        .contains(
            "{\"service\":\"module\",\"operation\":\"ValueRead\",\"route\":\"twin-operations\","
                + "\"target\":\"twinValues.valueRead\"}")
        .contains(
            "{\"service\":\"module\",\"operation\":\"GetEndpointCertificate\","
                + "\"route\":\"GetEndpointCertificate\"}");
    assertThat(operationsOfNoContract(page.body()))
        .containsExactly(
            "ActivateEndpoint",
            "DeactivateEndpoint",
            "ExitApplication",
            "GetApiKey",
            "GetDiagnosticLog",
            "GetDiagnosticStartupLog",
            "GetInfo",
            "GetServerCertificate",
            "GetStatus",
            "Reset",
            "Shutdown");
  }

  private static List<String> operationsOfNoContract(String page) throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : JsonTrees.JSON.readTree(page)) {
      if (!entry.has("service")) {
        names.add(entry.get("operation").textValue());
      }
    }
    return names;
  }

  @Test
  void mistakesOfCallersAreNoErrorsOfTheEdgeWhicheverFileHasTheOperation() throws Exception {
    edge = start("");
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    List<Integer> statuses = new ArrayList<>();
    try {
      for (String method : List.of("Discover", "Register", "Browse", "ActivateEndpoint")) {
        statuses.add(call(method, "nonsense"));
      }
    } finally {
      root.detachAppender(log);
    }

    assertThat(statuses).containsOnly(400);
    assertThat(List.copyOf(log.list))
        .noneMatch(entry -> entry.getLevel().isGreaterOrEqual(Level.WARN));
  }

  private int call(String method, String payload) throws Exception {
    Exchange call = new DefaultExchange(edge.context());
    call.getMessage().setHeader(IotHubModuleConstants.METHOD_NAME, method);
    call.getMessage().setBody(payload);
    edge.context()
        .getRegistry()
        .lookupByNameAndType("moduleMethods", ModuleMethodDispatcher.class)
        .process(call);
    return call.getMessage().getHeader(IotHubModuleConstants.METHOD_STATUS, Integer.class);
  }

  private List<String> routes() {
    CamelContext context = edge.context();
    return context.getRoutes().stream().map(Route::getId).toList();
  }

  private Role start(String properties) throws Exception {
    Path config = folder.resolve("edge.properties");
    Files.writeString(config, properties);
    Path nodes = folder.resolve("nodes.json");
    Files.writeString(nodes, "[]");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--pf",
                nodes.toString(),
                "--data",
                folder.resolve("edge").toString(),
                "--config",
                config.toString(),
                "--management-port",
                "0",
                "--httpserverport=0",
                "-t",
                "Null"));
    return EdgeRole.start(EdgeOptionsReader.read(arguments, Map.of()).options());
  }
}
