package org.bactrian.iothub.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.bactrian.iothub.TestHub;
import org.bactrian.model.method.MethodRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubClientTest {

  private static final int REPORTS = 1_000;
  private static final int MESSAGES = 20_000;

  @TempDir private Path folder;

  /** The SDK's own matching of answers and requests loses one of fifty on a busy machine. */
  @Test
  void everyReportIsAnsweredHoweverManyAreUnderWay() throws Exception {
    try (TestHub hub = TestHub.in(folder)) {
      HubClient client = HubClient.open(settings(hub), new Unheard());
      List<CompletableFuture<TwinResponse>> answers = new ArrayList<>();

      for (int report = 0; report < REPORTS; report++) {
        answers.add(client.report(("{\"n\":" + report + "}").getBytes(StandardCharsets.UTF_8)));
      }

      Set<Integer> versions = new HashSet<>();
      for (CompletableFuture<TwinResponse> answer : answers) {
        versions.add(answer.get(60, TimeUnit.SECONDS).version());
      }
      assertThat(versions).hasSize(REPORTS);
      client.close();
    }
  }

  /** The SDK's own queue puts some of them behind others; {@link InFlightMessages} prevents it. */
  @Test
  void messagesArriveInTheOrderInWhichTheyWereHandedOver() throws Exception {
    try (TestHub hub = TestHub.in(folder);
        HubLink link = new HubLink(settings(hub), 1, 1)) {
      link.start();
      List<String> sent = IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toList();

      for (String id : sent) {
        link.send(message(id), new Unacknowledged());
      }

      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> hub.received().size() >= MESSAGES);
      assertThat(hub.bodies().stream().distinct()).containsExactlyElementsOf(sent);
    }
  }

  private static DeviceToCloudMessage message(String id) {
    return new DeviceToCloudMessage(
        id.getBytes(StandardCharsets.UTF_8), id, "text/plain", "utf-8", "", "", Map.of());
  }

  private static final class Unacknowledged implements AcknowledgementListener {

    @Override
    public void acknowledged() {}

    @Override
    public void failed(Exception cause) {}
  }

  private static LinkSettings settings(TestHub hub) {
    ConnectionString connection = ConnectionString.parse(hub.module("edge", "opc"));
    return new LinkSettings(
        new HubCredentials.SharedAccessKey(connection),
        "",
        hub.caFile(),
        LinkSettings.DEFAULT_MAX_IN_FLIGHT_MESSAGES,
        LinkSettings.DEFAULT_MAX_IN_FLIGHT_BYTES,
        LinkSettings.DEFAULT_ACKNOWLEDGE_TIMEOUT,
        LinkSettings.DEFAULT_BACKOFF);
  }

  private static final class Unheard implements HubClient.Listener {

    @Override
    public void methodCalled(HubClient client, String requestId, MethodRequest request) {}

    @Override
    public void desiredChanged(HubClient client, byte[] patch) {}

    @Override
    public void lost(HubClient client, Throwable cause) {}
  }
}
