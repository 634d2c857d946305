package org.bactrian.opcua.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.testkit.TestPlant;
import org.bactrian.simulator.settings.SimulatorLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpcUaRouteTest {

  private static final String PLANT = "nsu=urn:bactrian:plant;s=";

  /** Time that an exchange waits for a server that is not there. */
  private static final Duration SHORT = Duration.ofSeconds(4);

  @TempDir static Path folder;
  private static TestPlant plant;
  private SessionPool pool;
  private CamelContext context;
  private int lastSize;

  @BeforeAll
  static void startPlant() throws Exception {
    plant =
        TestPlant.start(
            folder, s -> s.withLimits(new SimulatorLimits(3, 3, 2, 1, 1_000, 1_000, 100, 100)));
    // The first connection of a JVM loads its classes, which may outlast the time to connect.
    try (SessionPool first = new SessionPool(TestPlant.client(folder))) {
      Session session = first.open(ConnectionSettings.of(plant.url()));
      await().until(() -> session.state() instanceof SessionState.Connected);
    }
  }

  @AfterAll
  static void stopPlant() throws Exception {
    plant.close();
  }

  @BeforeEach
  void start() throws Exception {
    pool = new SessionPool(TestPlant.client(folder));
    context = new DefaultCamelContext();
    OpcUaComponent component = new OpcUaComponent();
    component.setSessionPool(pool);
    context.addComponent("opcua", component);
    context.start();
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    pool.close();
  }

  @Test
  void aRouteGetsOneExchangeOfEachNotificationMessageWithReadableValues() throws Exception {
    List<Exchange> got = new CopyOnWriteArrayList<>();
    route(
        "opcua:subscribe?endpointUrl="
            + plant.url()
            + "&nodes=RAW(nsu=urn:bactrian:load;i=1,nsu=urn:bactrian:load;i=2)"
            + "&samplingInterval=50&publishingInterval=200&queueSize=20",
        got);

    await().until(() -> got.size() > 5);

    List<?> body = got.get(3).getMessage().getBody(List.class);
    assertThat(body).hasSizeGreaterThan(2).allMatch(OpcUaValue.class::isInstance);
    OpcUaValue value = (OpcUaValue) body.get(0);
    assertThat(value.node()).isEqualTo("nsu=urn:bactrian:load;i=1");
    assertThat(value.value()).isInstanceOf(Long.class);
    assertThat(value.status()).isEqualTo("Good");
    assertThat(value.sourceTime()).isNotNull();
    assertThat(got.get(3).getMessage().getHeader(OpcUaConstants.SEQUENCE_NUMBER)).isEqualTo(4L);
  }

  @Test
  void aRouteThatIsSuspendedGetsNothingAndAfterwardsWhatTheServerKept() throws Exception {
    List<Exchange> got = new CopyOnWriteArrayList<>();
    route(
        "opcua:subscribe?endpointUrl="
            + plant.url()
            + "&nodes=RAW(nsu=urn:bactrian:load;i=1)"
            + "&samplingInterval=50&publishingInterval=100&queueSize=500",
        got);
    await().until(() -> got.size() > 3);

    context.getRouteController().suspendRoute("subscriber");
    await().during(Duration.ofMillis(500)).until(() -> standsStill(got));
    long last = lastNumber(got);
    context.getRouteController().resumeRoute("subscriber");

    await().until(() -> lastNumber(got) > last + 10);
    List<Long> numbers = got.stream().flatMap(e -> numbers(e).stream()).toList();
    assertThat(numbers.subList(1, numbers.size()))
        .isEqualTo(
            IntStream.range(0, numbers.size() - 1).mapToObj(i -> numbers.get(1) + i).toList());
  }

  @Test
  void manyNodesAreReadInCallsThatTheServerTakesWithAResultForEach() throws Exception {
    String nodes =
        PLANT + "Samples/Double," + PLANT + "NoSuchNode," + PLANT + "Samples/String,i=2255,i=2258";

    Exchange answer = send("read", "&nodes=RAW(" + nodes + ")", null);

    assertThat(values(answer))
        .extracting(OpcUaValue::status)
        .containsExactly("Good", "Bad_NodeIdUnknown", "Good", "Good", "Good");
    assertThat(values(answer).get(3).value()).isInstanceOf(List.class);
    assertThat(answer.getMessage().getHeader(OpcUaConstants.STATUS)).isEqualTo("Bad_NodeIdUnknown");
  }

  @ParameterizedTest
  @CsvSource({
    "Boolean, true",
    "SByte, -5",
    "Byte, 250",
    "Int16, -300",
    "UInt16, 65535",
    "Int32, -70000",
    "UInt32, 4294967295",
    "Int64, -9000000000",
    "UInt64, 18446744073709551615",
    "Float, 1.5",
    "Double, 2.25",
    "String, some text",
    "DateTime, 2026-01-02T03:04:05Z",
    "Guid, 09087e75-8e5e-499b-954f-f2a9603db28a",
    "LocalizedText, hello"
  })
  void aTextIsWrittenAsTheDataTypeOfItsNode(String type, String text) throws Exception {
    String node = PLANT + "Samples/" + type;

    Exchange written = send("write", "&nodes=RAW(" + node + ")", text);

    assertThat(written.getMessage().getBody())
        .asInstanceOf(LIST)
        .containsExactly(new OpcUaWriteStatus(node, "Good", ""));
    assertThat(values(send("read", "&nodes=RAW(" + node + ")", null)).get(0).value())
        .hasToString(text);
  }

  @Test
  void neitherAHeaderNorAMapLeadsToOtherNodesThanThoseOfTheEndpoint() throws Exception {
    String mine = PLANT + "Samples/Int16";
    String other = PLANT + "Samples/Int32";
    send("write", "&nodes=RAW(" + other + ")", 7);

    Exchange byHeader =
        context
            .createFluentProducerTemplate()
            .to("opcua:write?endpointUrl=" + plant.url() + "&nodes=RAW(" + mine + ")")
            .withHeader(OpcUaConstants.NODES, other)
            .withBody(8)
            .send();
    Exchange byMap = send("write", "&nodes=RAW(" + mine + ")", Map.of(other, 9));

    assertThat(byHeader.getMessage().getBody())
        .asInstanceOf(LIST)
        .containsExactly(new OpcUaWriteStatus(mine, "Good", ""));
    OpcUaWriteStatus refused = (OpcUaWriteStatus) byMap.getMessage().getBody(List.class).get(0);
    assertThat(refused.node()).isEqualTo(mine);
    assertThat(refused.status()).isEqualTo("Bad_TypeMismatch");
    assertThat(values(send("read", "&nodes=RAW(" + other + ")", null)).get(0).value())
        .hasToString("7");
  }

  @Test
  void aListIsWrittenAsAnArrayOfTheDataTypeOfItsNode() throws Exception {
    String node = PLANT + "Samples/UInt16Array";

    send("write", "", Map.of(node, List.of(1, "2", 3L)));

    assertThat(values(send("read", "&nodes=RAW(" + node + ")", null)).get(0).value())
        .isEqualTo(List.of(1, 2, 3));
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheReasonAndTheRestIsWritten() throws Exception {
    String nodes = PLANT + "Samples/Byte," + PLANT + "Samples/Int32," + PLANT + "Samples/Double";

    Exchange answer = send("write", "&nodes=RAW(" + nodes + ")", Arrays.asList(256, 7, "warm"));

    List<?> statuses = answer.getMessage().getBody(List.class);
    assertThat(statuses)
        .extracting(s -> ((OpcUaWriteStatus) s).status())
        .containsExactly("Bad_TypeMismatch", "Good", "Bad_TypeMismatch");
    assertThat(((OpcUaWriteStatus) statuses.get(0)).detail())
        .contains("256 is not between 0 and 255");
    assertThat(((OpcUaWriteStatus) statuses.get(2)).detail()).contains("\"warm\" is no Double");
  }

  @Test
  void aMethodIsCalledWithPlainInputsAndAnswersWithPlainOutputs() throws Exception {
    Exchange answer =
        send(
            "call",
            "&object=RAW(" + PLANT + "Line2/Packer)&method=RAW(" + PLANT + "Line2/Packer/StartJob)",
            List.of("WISH-7", 1_000));

    assertThat(answer.getException()).isNull();
    assertThat(answer.getMessage().getHeader(OpcUaConstants.STATUS)).isEqualTo("Good");
    assertThat(answer.getMessage().getBody())
        .asInstanceOf(LIST)
        .hasSize(2)
        .element(0)
        .isInstanceOf(Long.class);
  }

  @Test
  void aMethodInputThatDoesNotFitFailsTheExchangeAndNamesTheArgument() throws Exception {
    Exchange answer =
        send(
            "call",
            "&object=RAW(" + PLANT + "Line2/Packer)&method=RAW(" + PLANT + "Line2/Packer/StartJob)",
            List.of("WISH-7", "many"));

    assertThat(answer.getException()).hasMessageContaining("input Quantity");
  }

  @Test
  void browsingFollowsEveryNodeToItsEnd() throws Exception {
    String nodes = "nsu=urn:bactrian:load;s=Load,i=85,i=2253,ns=0;i=4711";

    Exchange answer = send("browse", "&nodes=RAW(" + nodes + ")", null);

    List<?> body = answer.getMessage().getBody(List.class);
    List<OpcUaReference> references = body.stream().map(OpcUaReference.class::cast).toList();
    assertThat(references)
        .filteredOn(r -> r.from().contains("Load"))
        .hasSize(20)
        .extracting(OpcUaReference::node)
        .contains("nsu=urn:bactrian:load;i=1", "nsu=urn:bactrian:load;i=20");
    assertThat(references).extracting(OpcUaReference::displayName).contains("Server");
    assertThat(answer.getMessage().getHeader(OpcUaConstants.STATUS)).isEqualTo("Bad_NodeIdUnknown");
  }

  @Test
  void aServerThatCannotBeReachedFailsTheExchangeWithTheFaultAndShowsInHealth() throws Exception {
    pool.close();
    pool = new SessionPool(TestPlant.client(folder).withConnectTimeout(SHORT));
    context.getComponent("opcua", OpcUaComponent.class).setSessionPool(pool);
    plant.kill();
    try {
      List<Exchange> none = new CopyOnWriteArrayList<>();
      route("opcua:subscribe?endpointUrl=" + plant.url() + "&nodes=i=2258", none);

      Exchange answer = send("read", "&nodes=i=2258", null);

      assertThat(answer.getException()).hasMessageContaining("nobody listens there");
      await()
          .untilAsserted(
              () ->
                  assertThat(HealthCheckHelper.invoke(context))
                      .filteredOn(r -> r.getState() == HealthCheck.State.DOWN)
                      .extracting(HealthCheck.Result::getMessage)
                      .anySatisfy(
                          m ->
                              assertThat(m)
                                  .hasValueSatisfying(
                                      t -> assertThat(t).contains("nobody listens there"))));
      // A restart of the process would not bring the server back.
      assertThat(HealthCheckHelper.invokeLiveness(context))
          .allMatch(r -> r.getState() == HealthCheck.State.UP);
    } finally {
      plant.startAgain();
    }
    await()
        .untilAsserted(
            () ->
                assertThat(HealthCheckHelper.invoke(context))
                    .allMatch(r -> r.getState() == HealthCheck.State.UP));
  }

  @Test
  void aWrongNodeIdFailsTheRouteAtItsStart() {
    assertThatThrownBy(
            () ->
                route(
                    "opcua:subscribe?endpointUrl=" + plant.url() + "&nodes=counter1",
                    new CopyOnWriteArrayList<>()))
        .hasStackTraceContaining("Node id \"counter1\" has no identifier");
  }

  private void route(String from, List<Exchange> got) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(from).routeId("subscriber").process(e -> got.add(e.copy()));
          }
        });
  }

  private Exchange send(String operation, String options, Object body) {
    return context
        .createFluentProducerTemplate()
        .to("opcua:" + operation + "?endpointUrl=" + plant.url() + options)
        .withBody(body)
        .send();
  }

  private static List<OpcUaValue> values(Exchange exchange) {
    assertThat(exchange.getException()).isNull();
    List<?> body = exchange.getMessage().getBody(List.class);
    return body.stream().map(OpcUaValue.class::cast).toList();
  }

  private static List<Long> numbers(Exchange exchange) {
    return values(exchange).stream().map(v -> (Long) v.value()).toList();
  }

  private static long lastNumber(List<Exchange> got) {
    List<Long> numbers = numbers(got.get(got.size() - 1));
    return numbers.get(numbers.size() - 1);
  }

  private boolean standsStill(List<Exchange> got) {
    boolean still = got.size() == lastSize;
    lastSize = got.size();
    return still;
  }
}
