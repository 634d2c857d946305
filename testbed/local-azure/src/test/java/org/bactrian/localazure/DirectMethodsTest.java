package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubGatewayTimeoutException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.bactrian.localazure.hub.identity.ClientId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Direct methods between the unmodified service and device SDKs. */
class DirectMethodsTest {

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
  void aMethodReachesTheModuleAndItsAnswerComesBack() throws Exception {
    ModuleClient module = running.module("plant", "publisher");
    module.open(false);
    module.subscribeToMethods(
        (name, payload, context) ->
            new DirectMethodResponse(
                201, Map.of("called", name, "got", payload.getPayloadAsJsonElement())),
        null);

    var answer = running.methods().invoke("plant", "publisher", "Read_V1", payload(Map.of("a", 1)));

    assertThat(answer.getStatus()).isEqualTo(201);
    JsonObject body = answer.getPayloadAsJsonElement().getAsJsonObject();
    assertThat(body.get("called").getAsString()).isEqualTo("Read_V1");
    assertThat(body.get("got").getAsJsonObject().get("a").getAsInt()).isEqualTo(1);
    module.close();
  }

  @Test
  void aDeviceThatIsNotConnectedIsAnsweredWith404103() {
    running.hub().register(ClientId.device("press-1"));

    // The SDK's default would wait 200 s for the device to come.
    DirectMethodRequestOptions impatient =
        DirectMethodRequestOptions.builder().methodConnectTimeoutSeconds(0).build();

    assertThatThrownBy(() -> running.methods().invoke("press-1", "Stop", impatient))
        .isInstanceOfSatisfying(
            IotHubNotFoundException.class, e -> assertThat(e.getErrorCode()).isEqualTo(404103));
  }

  @Test
  void aDeviceThatDoesNotAnswerInTimeIsAnsweredWith504() throws Exception {
    DeviceClient device = running.device("press-1");
    device.open(false);
    CountDownLatch end = new CountDownLatch(1);
    device.subscribeToMethods(
        (name, payload, context) -> {
          awaitQuietly(end);
          return new DirectMethodResponse(200, null);
        },
        null);
    DirectMethodRequestOptions shortest =
        DirectMethodRequestOptions.builder().methodResponseTimeoutSeconds(5).build();

    assertThatThrownBy(() -> running.methods().invoke("press-1", "Stop", shortest))
        .isInstanceOf(IotHubGatewayTimeoutException.class);
    end.countDown();
    device.close();
  }

  @Test
  void aCallWithAConnectTimeoutWaitsForTheDevice() throws Exception {
    DeviceClient device = running.device("press-1");
    DirectMethodRequestOptions patient =
        DirectMethodRequestOptions.builder().methodConnectTimeoutSeconds(30).build();
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return running.methods().invoke("press-1", "Stop", patient).getStatus();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });

    device.open(false);
    device.subscribeToMethods((name, payload, c) -> new DirectMethodResponse(200, null), null);

    assertThat(status.get()).isEqualTo(200);
    device.close();
  }

  @Test
  void aPayloadOfMoreThan128KilobytesIsRefusedAndOneOf128Arrives() throws Exception {
    DeviceClient device = running.device("press-1");
    device.open(false);
    device.subscribeToMethods(
        (name, payload, c) ->
            new DirectMethodResponse(200, payload.getPayloadAsJsonElement().getAsString().length()),
        null);
    // Two of the bytes are the quotes of the JSON string.
    String largest = "x".repeat(128 * 1024 - 2);

    var answer = running.methods().invoke("press-1", "Load", payload(largest));

    assertThat(answer.getPayloadAsJsonElement().getAsInt()).isEqualTo(largest.length());
    assertThatThrownBy(() -> running.methods().invoke("press-1", "Load", payload(largest + "x")))
        .isInstanceOfSatisfying(
            IotHubException.class, e -> assertThat(e.getErrorCode()).isEqualTo(413001));
    device.close();
  }

  @Test
  void aMethodOfAnUnknownDeviceIsAnsweredWith404001() {
    assertThatThrownBy(() -> running.methods().invoke("nobody", "Stop"))
        .isInstanceOfSatisfying(
            IotHubNotFoundException.class, e -> assertThat(e.getErrorCode()).isEqualTo(404001));
  }

  private static DirectMethodRequestOptions payload(Object payload) {
    return DirectMethodRequestOptions.builder().payload(payload).build();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
