package org.bactrian.cloud.twin;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.patience.JvmProcess;

/** A process with a module that takes a method, says so, and never answers. */
final class HangingModule {

  private static final String READY = "ready";
  private static final String TAKEN = "taken";

  private HangingModule() {}

  static Process start(String connectionString, Path caFile) throws IOException {
    Process process =
        JvmProcess.of(HangingModule.class, connectionString, caFile.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    awaitLine(process, READY);
    return process;
  }

  static void awaitTaken(Process process) throws IOException {
    awaitLine(process, TAKEN);
  }

  private static void awaitLine(Process process, String wanted) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); !wanted.equals(line); line = lines.readLine()) {
      if (line == null) {
        throw new IOException("The module ended before it was " + wanted);
      }
    }
  }

  public static void main(String[] args) throws Exception {
    ClientOptions trust =
        ClientOptions.builder().sslContext(LocalTrust.sslContext(Path.of(args[1]))).build();
    ModuleClient client = new ModuleClient(args[0], IotHubClientProtocol.MQTT, trust);
    CountDownLatch never = new CountDownLatch(1);
    client.open(true);
    client.subscribeToMethods(
        (name, payload, context) -> {
          System.out.println(TAKEN);
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return null;
        },
        null);
    System.out.println(READY);
    never.await();
  }
}
