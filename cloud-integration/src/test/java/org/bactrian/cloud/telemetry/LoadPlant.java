package org.bactrian.cloud.telemetry;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.bactrian.cloud.AzureAddresses;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.patience.JvmProcess;

/**
 * Process of a local Azure and of devices that send messages of {@value #FIELDS} values at an even
 * pace, each for the next of so many endpoints. Each value is the time at which it was made.
 */
public final class LoadPlant implements AutoCloseable {

  /** Values of a message. */
  public static final int FIELDS = 100;

  private static final String ANSWER = "answer: ";
  private static final int DEVICES = 10;
  private static final Duration LONGEST_ACKNOWLEDGEMENT = Duration.ofMinutes(2);

  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter orders;
  private final AzureAddresses azure;

  private LoadPlant(Process process) throws IOException {
    this.process = process;
    answers = process.inputReader();
    orders = new PrintWriter(process.outputWriter(), true);
    try {
      azure = AzureAddresses.parse(answer());
    } catch (IOException | RuntimeException e) {
      close(); // a process that is left behind keeps the build from ending
      throw e;
    }
  }

  /**
   * Starts the process.
   *
   * @param endpoints that messages tell of, {@code load0} and so on
   */
  public static LoadPlant start(Path folder, int endpoints) throws IOException {
    return new LoadPlant(
        JvmProcess.of(LoadPlant.class, folder.toString(), Integer.toString(endpoints))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Addresses of the local Azure. */
  public AzureAddresses azure() {
    return azure;
  }

  /**
   * Sends values and waits until the hub has all.
   *
   * @return how many could not be sent
   */
  public int send(int valuesPerSecond, int seconds) throws IOException {
    orders.println(valuesPerSecond + " " + seconds);
    return Integer.parseInt(answer());
  }

  /** The next line of an answer, among what is logged. */
  private String answer() throws IOException {
    String line = answers.readLine();
    while (line != null && !line.startsWith(ANSWER)) {
      line = answers.readLine();
    }
    return Objects.requireNonNull(line, "the process has ended").substring(ANSWER.length());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** The process itself: a folder, and how many endpoints. */
  public static void main(String[] arguments) throws Exception {
    LocalAzure local =
        LocalAzure.start(LocalAzureSettings.in(Path.of(arguments[0])).withFreePorts());
    List<ModuleClient> devices = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      devices.add(device(local, "load" + i));
    }
    System.out.println(ANSWER + AzureAddresses.of(local).toLine());
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        String[] numbers = order.split(" ");
        int failed =
            sendAll(
                devices,
                Integer.parseInt(numbers[0]) / FIELDS,
                Integer.parseInt(numbers[1]),
                Integer.parseInt(arguments[1]));
        System.out.println(ANSWER + failed);
      }
    }
  }

  private static ModuleClient device(LocalAzure azure, String id) throws Exception {
    ModuleClient client =
        new ModuleClient(
            azure.hub().register(ClientId.module(id, "publisher")),
            IotHubClientProtocol.MQTT,
            ClientOptions.builder().sslContext(LocalTrust.sslContext(azure.caFile())).build());
    client.open(false);
    return client;
  }

  private static int sendAll(List<ModuleClient> devices, int rate, int seconds, int endpoints)
      throws Exception {
    AtomicInteger failed = new AtomicInteger();
    Phaser pending = new Phaser(1);
    long begin = System.nanoTime();
    for (int i = 0; i < rate * seconds; i++) {
      long due = begin + i * TimeUnit.SECONDS.toNanos(1) / rate;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      Message message = new Message(message(i, endpoints));
      message.setProperty("$$MessageSchema", HubMessages.NETWORK);
      pending.register();
      devices
          .get(i % devices.size())
          .sendEventAsync(
              message,
              (sent, exception, context) -> {
                if (exception != null) {
                  failed.incrementAndGet();
                }
                pending.arriveAndDeregister();
              },
              null);
    }
    pending.awaitAdvanceInterruptibly(
        pending.arrive(), LONGEST_ACKNOWLEDGEMENT.toSeconds(), TimeUnit.SECONDS);
    return failed.get() * FIELDS;
  }

  private static String message(int number, int endpoints) {
    Instant now = Instant.now();
    StringBuilder text =
        new StringBuilder(FIELDS * 80)
            .append("{\"MessageId\":\"%d\",\"MessageType\":\"ua-data\"".formatted(number))
            .append(",\"PublisherId\":\"load\",\"DataSetWriterGroup\":\"load")
            .append(number % endpoints)
            .append("\",\"Messages\":[{\"DataSetWriterId\":\"w\",\"SequenceNumber\":")
            .append(number + 1)
            .append(",\"Payload\":{");
    for (int field = 0; field < FIELDS; field++) {
      text.append(field == 0 ? "" : ",")
          .append("\"number%02d\":{\"Value\":".formatted(field))
          .append(now.toEpochMilli())
          .append(",\"SourceTimestamp\":\"")
          .append(now)
          .append("\"}");
    }
    return text.append("}}]}").toString();
  }
}
