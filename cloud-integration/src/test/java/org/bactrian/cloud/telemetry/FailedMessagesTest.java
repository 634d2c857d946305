package org.bactrian.cloud.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.azure.servicebus.ServiceBusConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.bactrian.iothub.events.HubMessage;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Messages that no retry mends, on their way aside, and messages that are too much at once. */
class FailedMessagesTest {

  private final TelemetryProcessing processing = new TelemetryProcessing(new TelemetryMetrics());
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void aBodyThatTheQueueDoesNotTakeIsCutAndItsLengthTold() {
    HubMessage large = HubMessages.of(Map.of(), new byte[256 * 1024 - 100]);

    byte[] body = processing.failed(new UndecodableMessage(large, "It is no JSON."), exchange);

    assertThat(body).hasSize(TelemetryProcessing.MAX_FAILED_BODY);
    Map<?, ?> properties =
        exchange.getIn().getHeader(ServiceBusConstants.APPLICATION_PROPERTIES, Map.class);
    assertThat(properties.get("bodyBytes")).isEqualTo(256 * 1024 - 100);
    assertThat(properties.get("reason")).isEqualTo("It is no JSON.");
  }

  @Test
  void messagesThatWouldFillTheMemoryAreDecodedOnePartAfterTheOther() throws Exception {
    String large = "{\"v\":\"%s\"}".formatted("x".repeat(12_000_000));
    List<HubMessage> batch =
        Collections.nCopies(7, HubMessages.compressed(large.getBytes(StandardCharsets.UTF_8)));

    processing.begin(batch, exchange);
    List<Integer> parts = new ArrayList<>();
    while (!undecoded().isEmpty()) {
      parts.add(processing.decode(undecoded(), exchange).size());
    }

    assertThat(parts).containsExactly(3, 3, 1);
  }

  @Test
  void messagesThatAreSmallUntilTheyAreDecodedAreToo() throws Exception {
    String small = "[%s{}]".formatted("{},".repeat(100_000));
    List<HubMessage> batch =
        Collections.nCopies(3, HubMessages.compressed(small.getBytes(StandardCharsets.UTF_8)));

    processing.begin(batch, exchange);

    assertThat(processing.decode(undecoded(), exchange)).hasSize(2);
    assertThat(undecoded()).hasSize(1);
  }

  @Test
  void aSchemaOfADeviceIsCutToWhatTheQueueTakes() {
    HubMessage named = HubMessages.of(Map.of("$$MessageSchema", "s".repeat(100_000)), new byte[1]);

    processing.failed(new UndecodableMessage(named, "It is no JSON."), exchange);

    assertThat(
            exchange
                .getIn()
                .getHeader(ServiceBusConstants.APPLICATION_PROPERTIES, Map.class)
                .get("schema")
                .toString())
        .hasSizeLessThan(2_000);
  }

  @SuppressWarnings("unchecked")
  private List<HubMessage> undecoded() {
    return exchange.getProperty(TelemetryProcessing.UNDECODED, List.class);
  }

  @Test
  void aDeviceWhoseMessagesAllFailDoesNotFillTheLog() {
    Logger log = (Logger) LoggerFactory.getLogger(FailedMessageLog.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    List<HubMessage> batch =
        Collections.nCopies(100, HubMessages.of(HubMessages.NETWORK, "{\"v\":oops"));

    assertThat(processing.decode(batch, exchange)).isEmpty();
    processing.decode(batch, exchange);

    log.detachAppender(lines);
    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.getFormattedMessage())
                    .contains("cannot be decoded")
                    .contains("queue telemetry-failed. 100 such messages so far"));
    List<?> aside = exchange.getProperty(TelemetryProcessing.UNDECODABLE, List.class);
    assertThat(aside).hasSize(100);
  }
}
