package org.bactrian.bench.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;

/**
 * Program that runs the local Azure and counts the values that its IoT Hub gets, right before it
 * acknowledges them.
 */
public final class MeasuredHub {

  /** Request for a new tally: {@code expect ITEMS STEP}. */
  static final String EXPECT = "expect ";

  /** Device of clients that bring no identity of their own. */
  static final String PEER_DEVICE = "peer";

  private static final Duration SIGNATURE_LIFETIME = Duration.ofDays(1);

  private volatile ValueTally tally = new ValueTally(0, 1);
  private volatile TelemetryScanner scanner = new TelemetryScanner(tally);

  private MeasuredHub() {}

  /**
   * Serves until its standard input ends. Its first answer holds the MQTT port and a signature that
   * opens it to {@value #PEER_DEVICE}.
   *
   * @param arguments the data folder
   */
  public static void main(String[] arguments) throws IOException {
    LocalAzureSettings settings = LocalAzureSettings.in(Path.of(arguments[0])).withFreePorts();
    MeasuredHub hub = new MeasuredHub();
    try (LocalAzure azure = LocalAzure.start(settings)) {
      azure.hub().onTelemetry(hub::count);
      azure.hub().register(ClientId.device(PEER_DEVICE));
      System.out.println(
          TallyRequests.ANSWER
              + azure.hub().mqttPort()
              + " "
              + azure.hub().serviceSignature(SIGNATURE_LIFETIME));
      TallyRequests.serve(() -> hub.tally, hub::expect);
    }
    System.exit(0);
  }

  private void expect(String request) {
    if (request.startsWith(EXPECT)) {
      String[] numbers = request.substring(EXPECT.length()).split(" ");
      tally = new ValueTally(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
      scanner = new TelemetryScanner(tally);
    }
  }

  /** Called by the hub's one thread for MQTT. */
  private void count(DeviceMessage message) {
    try {
      scanner.scan(message.body(), System.currentTimeMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
