package org.bactrian.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonParser;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.bactrian.edge.module.Site;
import org.bactrian.edge.orchestration.JobAgent;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.model.job.JobLeases;
import org.bactrian.model.method.ChunkedMethodServer;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.telemetry.TelemetryHeaders;

/** The workers of an edge at a hub, whose jobs publish nothing. */
final class HubPublisher {

  private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();

  private final JobAgent agent;
  private final JobLedger ledger;
  private final String device;
  private final ModuleClient client;
  private final ChunkedMethodServer server = ChunkedMethodServer.of(10);
  private volatile boolean dead;

  HubPublisher(LocalAzure azure, String device, long session, int workers, JobLedger ledger)
      throws IotHubClientException, InterruptedException {
    this.device = device;
    this.ledger = ledger;
    ModuleId module = new ModuleId(device, "publisher");
    this.agent =
        new JobAgent(
            module,
            new Site("site1"),
            PublishingDefaults.compatible(device),
            session,
            System::nanoTime);
    agent.apply(RegistryJson.read("{\"MaxWorkers\":" + workers + "}", JsonNode.class));
    agent.groups().follow(groups -> ledger.runs(device, groups));
    ClientOptions trust =
        ClientOptions.builder().sslContext(LocalTrust.sslContext(azure.caFile())).build();
    this.client =
        new ModuleClient(
            azure.hub().register(ClientId.module(device, "publisher")),
            IotHubClientProtocol.MQTT,
            trust);
    client.open(true);
    client.subscribeToMethods(
        (name, payload, context) -> answer(payload.getPayloadAsJsonString()), null);
  }

  /** Sends a heartbeat when one is due. */
  void tick() {
    if (dead) {
      return;
    }
    Exchange exchange = new DefaultExchange(CONTEXT);
    agent.heartbeat(exchange);
    byte[] body = exchange.getMessage().getBody(byte[].class);
    if (body == null) {
      return;
    }
    Message message = new Message(body);
    message.setContentType("application/json");
    message.setContentEncoding("utf-8");
    Map<?, ?> properties = exchange.getMessage().getHeader(TelemetryHeaders.PROPERTIES, Map.class);
    properties.forEach((name, value) -> message.setProperty(name.toString(), value.toString()));
    try {
      client.sendEventAsync(message, (sent, fault, context) -> agent.sent(), null);
    } catch (IllegalStateException e) {
      agent.sent();
    }
  }

  private DirectMethodResponse answer(String payload) {
    if (dead) {
      return new DirectMethodResponse(503, null);
    }
    byte[] part =
        server
            .answer(
                payload.getBytes(StandardCharsets.UTF_8),
                request -> CompletableFuture.completedFuture(carryOut(request)))
            .join();
    return new DirectMethodResponse(
        200, JsonParser.parseString(new String(part, StandardCharsets.UTF_8)));
  }

  private MethodResult carryOut(MethodRequest request) {
    if (dead || !request.method().equals(JobLeases.METHOD)) {
      return new MethodResult(404, new byte[0]);
    }
    boolean taken = agent.update(request.payload());
    return MethodResult.ok(Boolean.toString(taken).getBytes(StandardCharsets.UTF_8));
  }

  String device() {
    return device;
  }

  /** Ends without a word. */
  void kill() {
    dead = true;
    ledger.dies(device);
    Thread closing = new Thread(client::close, "close-" + device);
    closing.setDaemon(true);
    closing.start();
  }
}
