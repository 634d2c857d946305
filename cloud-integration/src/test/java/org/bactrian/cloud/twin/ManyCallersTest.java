package org.bactrian.cloud.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.iothub.module.IotHubModuleComponent;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.model.method.ChunkedMethodServer;
import org.bactrian.model.method.MethodResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that wait for their modules do not wait for each other. */
class ManyCallersTest {

  private static final int CALLERS = 50;

  @TempDir Path folder;
  private final DefaultCamelContext edge = new DefaultCamelContext();
  private TwinTestServer server;
  private String endpoint;

  /** Answers nobody until everybody has asked. */
  private static final class Meeting extends AsyncProcessorSupport {

    private final ChunkedMethodServer parts = ChunkedMethodServer.of(2_048);
    private final List<Runnable> waiting = new CopyOnWriteArrayList<>();

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      byte[] part = exchange.getIn().getBody(byte[].class);
      exchange
          .getMessage()
          .setBody(
              parts
                  .answer(
                      part,
                      request ->
                          CompletableFuture.completedFuture(
                              MethodResult.ok("{}".getBytes(StandardCharsets.UTF_8))))
                  .join());
      waiting.add(() -> callback.done(false));
      if (waiting.size() == CALLERS) {
        waiting.forEach(Runnable::run);
      }
      return false;
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = TwinTestServer.in(folder);
    EdgeModule activator = server.supervisor("edge1");
    endpoint = server.activated();
    activator.close();
    edge.disableJMX();
    IotHubModuleComponent component =
        edge.getComponent("iothub-module", IotHubModuleComponent.class);
    component
        .getConfiguration()
        .setConnectionString(server.cloud.azure().hub().register(ClientId.module("edge1", "twin")));
    component.getConfiguration().setCaFile(server.cloud.azure().caFile().toString());
    edge.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("iothub-module:method/$call").process(new Meeting());
          }
        });
    edge.start();
    await().until(() -> component.links().get(0).connected());
  }

  @AfterEach
  void stop() {
    edge.stop();
    server.close();
  }

  @Test
  void fiftyCallersAreServedAtOnce() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers =
        Stream.generate(
                () -> server.postAsync("/twin/v2/read/" + endpoint, "{\"nodeId\":\"i=2258\"}"))
            .limit(CALLERS)
            .toList();

    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }
}
