package org.bactrian.interop.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.opcua.component.OpcUaComponent;
import org.bactrian.opcua.component.OpcUaConstants;
import org.bactrian.opcua.component.OpcUaReference;
import org.bactrian.opcua.component.OpcUaValue;
import org.bactrian.opcua.component.OpcUaWriteStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes with {@code opcua:} endpoints against a server that we did not write. */
@NeedsNodeJs
class RoutesToNodeOpcuaTest {

  private static final Duration RATE = Duration.ofMillis(50);

  @TempDir static Path data;
  private static NodeOpcuaServer server;
  private static CamelContext camel;

  @BeforeAll
  static void start() throws Exception {
    server = NodeOpcuaServer.start(data.resolve("server"), 0, 2, RATE);
    OpcUaComponent opcua = new OpcUaComponent();
    opcua.setPkiFolder(data.resolve("client").toString());
    opcua.setAutoAccept(true);
    camel = new DefaultCamelContext();
    camel.addComponent("opcua", opcua);
    camel.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (camel != null) {
      camel.stop();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aWrittenValueIsReadBack() {
    Exchange written = send("write", 21.75, Map.of(OpcUaConstants.NODES, node("s=SetPoint")));
    Exchange read = send("read", null, Map.of(OpcUaConstants.NODES, node("s=SetPoint")));

    assertThat(only(written, OpcUaWriteStatus.class).status()).isEqualTo("Good");
    assertThat(only(read, OpcUaValue.class).value()).isEqualTo(21.75);
  }

  @Test
  void aWriteOfTheWrongTypeAndAReadOfNothingSayWhatIsWrong() {
    Exchange written = send("write", "warm", Map.of(OpcUaConstants.NODES, node("s=SetPoint")));
    Exchange read = send("read", null, Map.of(OpcUaConstants.NODES, node("s=Nothing")));

    assertThat(written.getMessage().getHeader(OpcUaConstants.STATUS)).isNotEqualTo("Good");
    assertThat(read.getMessage().getHeader(OpcUaConstants.STATUS)).isEqualTo("Bad_NodeIdUnknown");
  }

  @Test
  void aMethodIsCalled() {
    Exchange called =
        send(
            "call",
            List.of(6.0, 7.0),
            Map.of(
                OpcUaConstants.OBJECT, node("s=Plant"),
                OpcUaConstants.METHOD, node("s=Multiply")));

    assertThat(called.getMessage().getBody()).isEqualTo(List.of(42.0));
  }

  @Test
  void aFolderIsBrowsed() {
    Exchange browsed = send("browse", null, Map.of(OpcUaConstants.NODES, node("s=Plant")));

    List<?> references = browsed.getMessage().getBody(List.class);
    assertThat(references)
        .extracting(reference -> ((OpcUaReference) reference).displayName())
        .contains("Counter1", "Counter2", "SetPoint", "Multiply");
  }

  @Test
  void aSubscriptionBringsEveryCountOnceOverAnEncryptedChannel() throws Exception {
    List<Long> numbers = new CopyOnWriteArrayList<>();
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("opcua:subscribe?endpointUrl="
                    + server.endpointUrl()
                    + "&securityMode=SIGN_AND_ENCRYPT&securityPolicy=Basic256Sha256"
                    + "&samplingInterval=0&publishingInterval=200&queueSize=100"
                    + "&nodes=RAW("
                    + node("s=Counter1")
                    + ")")
                .process(exchange -> numbers.addAll(counts(exchange)));
          }
        });

    await().atMost(Duration.ofSeconds(60)).until(() -> numbers.size() >= 40);

    List<Long> received = List.copyOf(numbers);
    long first = received.get(0);
    assertThat(received)
        .isEqualTo(LongStream.range(first, first + received.size()).boxed().toList());
  }

  private static List<Long> counts(Exchange exchange) {
    List<?> values = exchange.getMessage().getBody(List.class);
    return values.stream()
        .map(value -> ((Number) ((OpcUaValue) value).value()).longValue())
        .toList();
  }

  private static Exchange send(String operation, Object body, Map<String, Object> headers) {
    Exchange answer =
        camel
            .createFluentProducerTemplate()
            .to(
                "opcua:"
                    + operation
                    + "?fromHeaders=true&securityMode=NONE&endpointUrl="
                    + server.endpointUrl())
            .withHeaders(headers)
            .withBody(body)
            .send();
    assertThat(answer.getException()).isNull();
    return answer;
  }

  private static <T> T only(Exchange exchange, Class<T> type) {
    List<?> body = exchange.getMessage().getBody(List.class);
    assertThat(body).hasSize(1);
    return type.cast(body.get(0));
  }

  private static String node(String identifier) {
    return "nsu=" + NodeOpcuaServer.NAMESPACE + ";" + identifier;
  }
}
