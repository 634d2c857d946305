package org.bactrian.iothub.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.bactrian.iothub.TestCamel;
import org.bactrian.iothub.TestHub;
import org.bactrian.iothub.link.HubRequestException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwinTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TWIN = "iothub:twin?deviceId=edge&moduleId=opc";

  private final List<Exchange> changes = new CopyOnWriteArrayList<>();
  private final Unanswered unanswered = new Unanswered();
  @TempDir private Path folder;
  private TestHub hub;
  private TestCamel camel;

  @BeforeEach
  void start() throws Exception {
    hub = TestHub.in(folder);
    RouteBuilder routes =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("iothub-module:twin")
                .process(exchange -> changes.add(exchange.copy()))
                .process(unanswered);
          }
        };
    camel = TestCamel.of(hub, hub.module("edge", "opc")).with(routes);
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.close();
    hub.close();
  }

  @Test
  void theWholeTwinComesAtConnectAndEachChangeAfterIt() throws Exception {
    await().until(() -> changes.size() == 1);

    desire("{\"rate\":5,\"mode\":\"on\"}");
    desire("{\"mode\":null}");

    await().until(() -> changes.size() == 3);
    assertThat(header(0, IotHubModuleConstants.TWIN_CHANGE)).isEqualTo(TwinChange.FULL);
    assertThat(body(0).has("desired")).isTrue();
    assertThat(body(0).has("reported")).isTrue();
    assertThat(header(1, IotHubModuleConstants.TWIN_CHANGE)).isEqualTo(TwinChange.DESIRED);
    assertThat(body(1).path("rate").asInt()).isEqualTo(5);
    assertThat(body(2).get("mode").isNull()).isTrue();
    assertThat((int) header(2, IotHubModuleConstants.TWIN_VERSION))
        .isEqualTo((int) header(1, IotHubModuleConstants.TWIN_VERSION) + 1);
  }

  @Test
  void aReportThatIsNotAnsweredHoldsUpNoDesiredProperty() {
    await().until(() -> changes.size() == 1);

    unanswered.from("\"rate\":1");
    desire("{\"rate\":1}");
    desire("{\"rate\":2}");

    await().until(() -> changes.size() == 3);
    assertThat(unanswered.waiting()).hasSize(1);
  }

  @Test
  void whatChangedWhileTheHubWasAwayIsInTheTwinOfTheNextConnect() throws Exception {
    await().until(() -> changes.size() == 1);
    desire("{\"rate\":7}");
    await().until(() -> changes.size() == 2);

    hub.kill();
    await().until(() -> !camel.module().links().get(0).connected());
    hub.startAgain();

    await().until(() -> changes.size() == 3);
    assertThat(header(2, IotHubModuleConstants.TWIN_CHANGE)).isEqualTo(TwinChange.FULL);
    assertThat(body(2).path("desired").path("rate").asInt()).isEqualTo(7);
  }

  @Test
  void reportedPropertiesArriveWithTheirTypesAndNullsRemove() throws Exception {
    Exchange first =
        camel
            .to("iothub-module:twin")
            .withBody("{\"__type__\":\"OpcPublisher\",\"big\":4503599627370495,\"old\":1.5}")
            .send();
    Exchange second = camel.to("iothub-module:twin").withBody("{\"old\":null}").send();

    assertThat(first.getException()).isNull();
    JsonNode reported =
        JSON.readTree(camel.to(TWIN).request(String.class)).path("properties").path("reported");
    assertThat(reported.path("__type__").asText()).isEqualTo("OpcPublisher");
    assertThat(reported.path("big").asLong()).isEqualTo(4503599627370495L);
    assertThat(reported.has("old")).isFalse();
    assertThat(second.getMessage().getHeader(IotHubModuleConstants.TWIN_VERSION, Integer.class))
        .isEqualTo(
            first.getMessage().getHeader(IotHubModuleConstants.TWIN_VERSION, Integer.class) + 1);
  }

  @Test
  void theTwinIsReadOnRequest() throws Exception {
    camel.to("iothub-module:twin").withBody("{\"a\":1}").send();

    String twin = camel.to("iothub-module:twin?twinOperation=get").request(String.class);

    assertThat(JSON.readTree(twin).path("reported").path("a").asInt()).isEqualTo(1);
  }

  @Test
  void aReportThatTheHubRefusesFailsWithItsStatus() {
    Exchange sent = camel.to("iothub-module:twin").withBody("[1,2]").send();

    assertThat(sent.getException()).isInstanceOf(HubRequestException.class);
    assertThat(((HubRequestException) sent.getException()).status()).isEqualTo(400);
    assertThat(sent.getException()).hasMessageContaining("errorCode");
  }

  @Test
  void aReportWaitsForTheHubAndFailsWhenItDoesNotComeInTime() {
    await().until(() -> changes.size() == 1);
    hub.kill();
    await().until(() -> !camel.module().links().get(0).connected());

    Exchange sent = camel.to("iothub-module:twin?requestTimeout=2s").withBody("{\"a\":1}").send();

    assertThat(sent.getException())
        .isInstanceOf(HubRequestException.class)
        .hasMessageContaining("did not answer in 2 s");
  }

  private void desire(String properties) {
    camel
        .to(TWIN + "&action=patch")
        .withBody("{\"properties\":{\"desired\":" + properties + "}}")
        .send();
  }

  private Object header(int index, String name) {
    return changes.get(index).getIn().getHeader(name);
  }

  private JsonNode body(int index) throws Exception {
    return JSON.readTree(changes.get(index).getIn().getBody(String.class));
  }

  /** Waits without a thread, as a report does, for ever once the body says so. */
  private static final class Unanswered extends AsyncProcessorSupport {

    private final List<AsyncCallback> waiting = new CopyOnWriteArrayList<>();
    private volatile String body = "nothing";

    void from(String part) {
      body = part;
    }

    List<AsyncCallback> waiting() {
      return waiting;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      if (exchange.getIn().getBody(String.class).contains(body)) {
        waiting.add(callback);
        return false;
      }
      callback.done(true);
      return true;
    }
  }
}
