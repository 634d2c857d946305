package org.bactrian.edge.publisher.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.model.telemetry.TelemetryMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps of users on telemetry in a YAML route, against messages that were really encoded. */
class TelemetryRouteTest {

  private static final String TELEMETRY = "org.bactrian.model.telemetry.TelemetryMessage";

  private final CamelContext camel = new DefaultCamelContext();
  private ProducerTemplate producer;

  @BeforeEach
  void start() {
    camel.start();
    producer = camel.createProducerTemplate();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void oneLineOfSimpleFiltersMessagesByAValue() throws Exception {
    route(
        """
        - route:
            from:
              uri: direct:telemetry
              steps:
                - filter:
                    simple: "${bodyAs(%s).number('temp')} < 20"
                    steps:
                      - to: mock:sink
        """);
    MockEndpoint sink = sink();
    byte[] cold = encoded(MessagingMode.PUB_SUB, true, 19.5);
    byte[] hot = encoded(MessagingMode.PUB_SUB, true, 20.5);

    producer.sendBody("direct:telemetry", hot);
    producer.sendBody("direct:telemetry", cold);

    assertThat(sink.getExchanges()).hasSize(1);
    assertThat(sink.getExchanges().get(0).getMessage().getBody(byte[].class)).isEqualTo(cold);
  }

  @Test
  void aFilterSeesEveryMessageOfABatchAndSamplesToo() throws Exception {
    route(
        """
        - route:
            from:
              uri: direct:telemetry
              steps:
                - filter:
                    simple: "${bodyAs(%s).above('temp', 20)}"
                    steps:
                      - to: mock:sink
        """);
    MockEndpoint sink = sink();

    producer.sendBody("direct:telemetry", encoded(MessagingMode.PUB_SUB, false, 30, 10));
    producer.sendBody("direct:telemetry", encoded(MessagingMode.SAMPLES, false, 10, 30));
    producer.sendBody("direct:telemetry", encoded(MessagingMode.SAMPLES, false, 10, 11));
    producer.sendBody("direct:telemetry", encoded(MessagingMode.PUB_SUB, true, Double.NaN));

    assertThat(sink.getExchanges()).hasSize(2);
  }

  @Test
  void aFieldLeadsToItsValueAndStatus() throws Exception {
    route(
        """
        - route:
            from:
              uri: direct:telemetry
              steps:
                - convertBodyTo:
                    type: %s
                - setBody:
                    simple: "${body.field('temp').value} ${body.field('temp').status} ${body.text('c')}"
                - to: mock:sink
        """);
    MockEndpoint sink = sink();

    producer.sendBody("direct:telemetry", encoded(MessagingMode.PUB_SUB, true, 19.5));

    assertThat(sink.getExchanges().get(0).getMessage().getBody(String.class))
        .isEqualTo("19.5 Good on");
  }

  @Test
  void aStepDropsAFieldAndTheSinkSendsTheRestAsItWas() throws Exception {
    route(
        """
        - route:
            from:
              uri: direct:telemetry
              steps:
                - setBody:
                    simple: "${bodyAs(%s).without('c')}"
                - to: mock:sink
        """);
    MockEndpoint sink = sink();
    byte[] before = encoded(MessagingMode.PUB_SUB, false, 19.5, 0.1);

    producer.sendBody("direct:telemetry", before);

    String expected = new String(before, UTF_8).replace(",\"c\":{\"Value\":\"on\"}", "");
    assertThat(sink.getExchanges().get(0).getMessage().getBody(byte[].class))
        .isEqualTo(expected.getBytes(UTF_8));
  }

  @Test
  void aStepChangesAValueAndTheSinkSendsItWithItsTimestamps() throws Exception {
    route(
        """
        - route:
            from:
              uri: direct:telemetry
              steps:
                - setBody:
                    simple: "${bodyAs(%s).withNumber('temp', 7)}"
                - convertBodyTo:
                    type: byte[]
                - to: mock:sink
        """);
    MockEndpoint sink = sink();
    byte[] before = encoded(MessagingMode.SAMPLES, true, 19.5);

    producer.sendBody("direct:telemetry", new ByteArrayInputStream(before));

    assertThat(new String((byte[]) sink.getExchanges().get(0).getMessage().getBody(), UTF_8))
        .isEqualTo(new String(before, UTF_8).replace("19.5", "7"));
  }

  @Test
  void aBodyThatIsNoTelemetrySaysSo() throws Exception {
    route(
        """
        - route:
            from:
              uri: direct:telemetry
              steps:
                - convertBodyTo:
                    type: %s
        """);

    assertThatThrownBy(() -> producer.sendBody("direct:telemetry", "hello".getBytes(UTF_8)))
        .isInstanceOf(CamelExecutionException.class)
        .hasStackTraceContaining("The body is no JSON, so its values can not be read");
  }

  private MockEndpoint sink() {
    return camel.getEndpoint("mock:sink", MockEndpoint.class);
  }

  private void route(String yaml) throws Exception {
    Resource resource =
        ResourceHelper.fromString("telemetry.camel.yaml", yaml.replace("%s", TELEMETRY));
    PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
  }

  /** One NetworkMessage with a DataSetMessage of temp and c for each temperature. */
  private static byte[] encoded(MessagingMode mode, boolean strict, double... temperatures) {
    NetworkMessageEncoder encoder = Messages.encoder(mode, strict, 50, 262_144);
    List<DataSetMessage> messages =
        Arrays.stream(temperatures)
            .mapToObj(
                temperature ->
                    Messages.message(
                        Messages.writer("DataFlow0", 0, new MetaDataVersion(1, 0)),
                        DataSetMessage.Kind.DELTA_FRAME,
                        1,
                        List.of(Messages.field("temp"), Messages.field("c")),
                        List.of(Messages.good(temperature), Messages.good("on"))))
            .toList();
    List<NetworkMessage> encoded = encoder.encode(messages);
    assertThat(encoded).hasSize(1);
    assertThat(TelemetryMessage.read(encoded.get(0).body()).isEmpty()).isFalse();
    return encoded.get(0).body();
  }
}
