package org.bactrian.edge.gds.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.options.GdsOptions;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.patience.JvmProcess;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application was told is there after its process was killed. */
@Tag("faults")
class KilledGdsTest {

  private static final int KILLS = 3;

  /** Serves until it is killed, or the test is gone; prints its address. */
  public static final class Server {

    private Server() {}

    /**
     * Opens the server of a data folder.
     *
     * @param arguments data folder
     */
    public static void main(String[] arguments) throws IOException {
      GlobalDiscovery gds =
          GlobalDiscovery.in(
              Path.of(arguments[0]),
              new GdsOptions(0, "127.0.0.1", ""),
              () -> "",
              Duration.ofMinutes(1),
              AdmissionLimit::usual,
              Clock.systemUTC());
      gds.open();
      System.out.println(gds.endpointUrl());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  @Test
  void everyRequestThatWasAnsweredWithAnIdOutlivesAKill(@TempDir Path data) throws Exception {
    PullClient.Identity identity = PullClient.Identity.selfSigned("urn:test:killed");
    Path trusted = Files.createDirectories(data.resolve("gds/pki/trusted/certs"));
    Files.write(trusted.resolve("killed.der"), identity.certificate().getEncoded());
    List<NodeId> requests = new ArrayList<>();
    NodeId application = NodeId.NULL_VALUE;

    for (int kill = 0; kill <= KILLS; kill++) {
      Process process =
          JvmProcess.of(Server.class, data.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (PullClient client = PullClient.connect(address(process), identity)) {
        if (kill == 0) {
          application = client.register();
        }
        for (NodeId request : requests) {
          assertThat(client.finish(application, request).getStatusCode().value())
              .isEqualTo(StatusCodes.Bad_NothingToDo);
        }
        if (kill < KILLS) {
          requests.add(client.startSigning(application));
        }
        process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
      } finally {
        process.destroyForcibly();
      }
    }
    assertThat(requests).hasSize(KILLS);
  }

  private static String address(Process process) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.startsWith("opc.tcp:")) {
      line = lines.readLine();
    }
    assertThat(line).isNotNull();
    return line;
  }
}
