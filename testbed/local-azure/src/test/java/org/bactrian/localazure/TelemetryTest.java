package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Device-to-cloud messages of the unmodified device SDK. */
class TelemetryTest {

  @TempDir Path folder;
  private RunningAzure running;

  @BeforeEach
  void start() {
    running = RunningAzure.in(folder);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void aMessageIsAcknowledgedAndSeenWithItsBodyAndProperties() throws Exception {
    DeviceClient device = running.device("press-1");
    device.open(false);
    Message message = new Message("{\"temperature\": 21.5}");
    message.setContentType("application/json");
    message.setContentEncoding("utf-8");
    message.setMessageId("id 1/é");
    message.setProperty("line", "a&b=c d+e");

    device.sendEvent(message);

    assertThat(running.received()).hasSize(1);
    DeviceMessage received = running.received().get(0);
    assertThat(received.sender()).isEqualTo(ClientId.device("press-1"));
    assertThat(received.body())
        .isEqualTo("{\"temperature\": 21.5}".getBytes(StandardCharsets.UTF_8));
    assertThat(received.system())
        .containsEntry("content-type", "application/json")
        .containsEntry("content-encoding", "utf-8")
        .containsEntry("message-id", "id 1/é");
    assertThat(received.application()).isEqualTo(Map.of("line", "a&b=c d+e"));
    device.close();
  }

  @Test
  void aModuleSendsAsItself() throws Exception {
    ModuleClient module = running.module("plant", "publisher");
    module.open(false);

    module.sendEvent(new Message("x"));

    assertThat(running.received())
        .singleElement()
        .extracting(DeviceMessage::sender)
        .isEqualTo(ClientId.module("plant", "publisher"));
    module.close();
  }
}
