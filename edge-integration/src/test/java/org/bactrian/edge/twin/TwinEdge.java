package org.bactrian.edge.twin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.EdgeConfiguration;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.bactrian.model.method.ChunkedCall;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;

/** An edge with the packed routes and no hub, called as a hub would. */
final class TwinEdge implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Processor methods;
  private final String endpointUrl;
  private int parts;

  private TwinEdge(
      Path folder, String endpointUrl, String nodes, Map<String, String> properties, String... more)
      throws Exception {
    this.endpointUrl = endpointUrl;
    Path file = Files.createDirectories(folder).resolve("nodes.json");
    Files.writeString(file, nodes);
    properties.forEach(context.getPropertiesComponent()::addInitialProperty);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--disable-http",
                "--pf",
                file.toString(),
                "--data",
                folder.toString(),
                "--di",
                "0",
                "--ct",
                "60"));
    arguments.addAll(List.of(more));
    new EdgeConfiguration(EdgeOptionsReader.read(arguments, Map.of()).options()).configure(context);
    for (String routes : List.of("errors", "publisher", "discovery", "module", "twin")) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              ResourceHelper.resolveMandatoryResource(
                  context, "classpath:routes/edge/" + routes + ".camel.yaml"));
    }
    context.start();
    methods = context.getRegistry().lookupByNameAndType("moduleMethods", Processor.class);
  }

  /** Publishes nothing, and asks the server at {@code endpointUrl}. */
  static TwinEdge start(Path folder, String endpointUrl) throws Exception {
    return new TwinEdge(folder, endpointUrl, "[]", Map.of(), "--aa");
  }

  /** Accepts only servers that its PKI folder trusts. */
  static TwinEdge checkingServers(Path folder, String endpointUrl) throws Exception {
    return new TwinEdge(folder, endpointUrl, "[]", Map.of());
  }

  static TwinEdge publishing(Path folder, String endpointUrl, String nodes) throws Exception {
    return new TwinEdge(folder, endpointUrl, nodes, Map.of(), "--aa");
  }

  static TwinEdge with(Path folder, String endpointUrl, Map<String, String> properties)
      throws Exception {
    return new TwinEdge(folder, endpointUrl, "[]", properties, "--aa");
  }

  CamelContext context() {
    return context;
  }

  /** The answer to a request, as version 2.9 asks. */
  JsonNode ask(String operation, String request) throws IOException {
    return json(inParts(operation + "_V2", envelope(request)).bodyOrThrow());
  }

  /** Request as version 2.9 sends it. */
  String envelope(String request) {
    return "{\"connection\":{\"endpoint\":{\"url\":\"%s\",\"securityMode\":\"None\"}},\"request\":%s}"
        .formatted(endpointUrl, request);
  }

  /** As the cloud calls, in parts. */
  MethodResult inParts(String method, String payload) throws IOException {
    ChunkedCall call =
        ChunkedCall.of(MethodRequest.json(method, payload.getBytes(UTF_8)), Duration.ofSeconds(60));
    for (Optional<byte[]> part = call.next(); part.isPresent(); part = call.next()) {
      parts++;
      call.answered(whole(ChunkedCall.METHOD, new String(part.get(), UTF_8)).body());
    }
    return call.result();
  }

  /** Number of parts of all calls so far. */
  int parts() {
    return parts;
  }

  /** As people call, at once. */
  MethodResult whole(String method, String payload) {
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setHeader(IotHubModuleConstants.METHOD_NAME, method);
    exchange.getMessage().setBody(payload);
    try {
      methods.process(exchange);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return new MethodResult(
        exchange.getMessage().getHeader(IotHubModuleConstants.METHOD_STATUS, Integer.class),
        exchange.getMessage().getBody(byte[].class));
  }

  static JsonNode json(byte[] bytes) throws IOException {
    return JSON.readTree(bytes);
  }

  /** A request for a node. */
  static String node(String id) {
    ObjectNode request = JSON.createObjectNode();
    return request.put("nodeId", id).toString();
  }

  @Override
  public void close() throws IOException {
    context.close();
  }
}
