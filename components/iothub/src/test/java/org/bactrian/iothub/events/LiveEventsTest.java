package org.bactrian.iothub.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.pki.LocalTrust;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages from the moment on from which somebody reads. */
class LiveEventsTest {

  @TempDir static Path folder;
  private static LocalAzure azure;
  private static ModuleClient module;

  @BeforeAll
  static void start() throws Exception {
    azure = LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts());
    module =
        new ModuleClient(
            azure.hub().register(ClientId.module("plant", "publisher")),
            IotHubClientProtocol.MQTT,
            ClientOptions.builder().sslContext(LocalTrust.sslContext(azure.caFile())).build());
    module.open(false);
  }

  @AfterAll
  static void stop() {
    module.close();
    azure.close();
  }

  @Test
  void aReaderMissesNothingThatArrivesOnceItSaysThatItReads() throws Exception {
    send("before");
    List<HubMessage> read = new CopyOnWriteArrayList<>();
    CountDownLatch reading = new CountDownLatch(1);
    HubMessageListener listener =
        new HubMessageListener() {
          @Override
          public void message(HubMessage message) {
            read.add(message);
          }

          @Override
          public void reading() {
            reading.countDown();
          }
        };
    HubEventReader reader =
        HubEventReader.open(azure.hub().eventHubConnectionString(), "monitor", listener);
    try (reader) {
      reading.await();
      Message message = new Message("first");
      message.setContentType("application/json");
      message.setContentEncoding("utf-8");
      message.setMessageId("m-1");
      message.setProperty("kind", "test");
      module.sendEvent(message);
      send("second");

      await().until(() -> read.size() == 2);
    }

    HubMessage first = read.get(0);
    assertThat(read).extracting(LiveEventsTest::text).containsExactly("first", "second");
    assertThat(first.deviceId()).isEqualTo("plant");
    assertThat(first.moduleId()).isEqualTo("publisher");
    assertThat(first.system("content-type")).contains("application/json");
    assertThat(first.system("content-encoding")).contains("utf-8");
    assertThat(first.system("message-id")).contains("m-1");
    assertThat(first.property("kind")).contains("test");
    assertThat(read.get(1).sequenceNumber()).isEqualTo(first.sequenceNumber() + 1);
  }

  @Test
  void aRouteGetsAnExchangeOfEachMessageThatArrives() throws Exception {
    List<Object> bodies = new CopyOnWriteArrayList<>();
    CamelContext camel = new DefaultCamelContext();
    try {
      camel
          .getComponent("iothub-events", IotHubEventsComponent.class)
          .getConfiguration()
          .setConnectionString(azure.hub().eventHubConnectionString());
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("iothub-events:live?maxAge=300000")
                  .process(exchange -> bodies.add(exchange.getIn().getBody()));
            }
          });
      camel.start();

      await()
          .untilAsserted(
              () -> {
                send("one of many");
                assertThat(bodies).isNotEmpty();
              });
    } finally {
      camel.stop();
    }

    assertThat(bodies)
        .allSatisfy(
            body ->
                assertThat((List<?>) body)
                    .singleElement()
                    .extracting(message -> text((HubMessage) message))
                    .isEqualTo("one of many"));
  }

  private static void send(String body) throws Exception {
    module.sendEvent(new Message(body));
  }

  private static String text(HubMessage message) {
    return new String(message.body(), StandardCharsets.UTF_8);
  }
}
