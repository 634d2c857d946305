package org.bactrian.localazure.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.azure.servicebus.ServiceBusConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.localazure.servicebus.entity.BusEntities;
import org.bactrian.localazure.servicebus.entity.QueueSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified Camel component azure-servicebus. */
class CamelTest {

  @TempDir Path folder;
  private RunningBus bus;
  private CamelContext camel;

  @BeforeEach
  void start() {
    BusEntities entities =
        BusEntities.NONE.with(QueueSettings.named("orders").withMaxDeliveryCount(3));
    bus = RunningBus.in(folder, entities);
    camel = new DefaultCamelContext();
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
    bus.close();
  }

  @Test
  void theProducerSendsBodyAndApplicationProperties() {
    try (ProducerTemplate template = camel.createProducerTemplate()) {
      template.sendBodyAndHeader(
          uri(""),
          "{\"id\":1}",
          ServiceBusConstants.APPLICATION_PROPERTIES,
          new HashMap<>(Map.of("site", "north")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    ServiceBusReceivedMessage received = RunningBus.next(bus.receiver("orders"));
    assertThat(received.getBody().toString()).isEqualTo("{\"id\":1}");
    assertThat(received.getApplicationProperties()).containsEntry("site", "north");
  }

  @Test
  void theConsumerCompletesWhatWasProcessed() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    consume(
        exchange -> {
          received.add(exchange.getMessage().getBody(String.class));
          Map<?, ?> properties =
              exchange
                  .getMessage()
                  .getHeader(ServiceBusConstants.APPLICATION_PROPERTIES, Map.class);
          received.add(String.valueOf(properties.get("site")));
        });
    ServiceBusSenderClient sender = bus.sender("orders");
    ServiceBusMessage message = new ServiceBusMessage("hello");
    message.getApplicationProperties().put("site", "north");
    sender.sendMessage(message);

    await().until(() -> received.size() == 2);
    assertThat(received).containsExactly("hello", "north");
    await().until(() -> bus.receiver("orders").peekMessage() == null);
  }

  @Test
  void whatTheRouteFailsOnIsTriedAgainAndThenDeadLettered() throws Exception {
    List<String> attempts = new CopyOnWriteArrayList<>();
    consume(
        exchange -> {
          attempts.add(exchange.getMessage().getBody(String.class));
          throw new IllegalStateException("poison");
        });

    bus.send("orders", "poison");

    ServiceBusReceivedMessage dead = RunningBus.next(bus.receiver("orders/$deadletterqueue"));
    assertThat(dead.getBody().toString()).isEqualTo("poison");
    assertThat(dead.getDeadLetterReason()).isEqualTo("MaxDeliveryCountExceeded");
    assertThat(attempts).hasSize(3);
  }

  private void consume(Processor processor) throws Exception {
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(uri("&prefetchCount=100")).process(processor);
          }
        });
  }

  private String uri(String more) {
    return "azure-servicebus:orders?connectionString=RAW("
        + bus.azure().serviceBus().connectionString()
        + ")"
        + more;
  }
}
