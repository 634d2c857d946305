package org.bactrian.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.rest.HubAddress;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge that cannot start. */
class FailedStartTest {

  /** Longer than an edge takes from its start to its connections. */
  private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(3);

  @TempDir private Path folder;

  private final CamelContext context = new DefaultCamelContext();

  @AfterEach
  void stop() throws Exception {
    context.close();
  }

  @Test
  void nothingStaysConnectedToHubAndServersWhenThePortOfTheHttpApiIsTaken() throws Exception {
    try (LocalAzure azure =
            LocalAzure.start(LocalAzureSettings.in(folder.resolve("azure")).withFreePorts());
        Simulator plant =
            Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Path nodes =
          Files.writeString(
              folder.resolve("nodes.json"),
              "[{\"EndpointUrl\": \"%s\", \"OpcNodes\": [{\"Id\": \"i=2258\"}]}]"
                  .formatted(plant.endpointUrl()));
      EdgeConfiguration edge =
          new EdgeConfiguration(
              EdgeOptionsReader.read(
                      List.of(
                          "--pf=" + nodes,
                          "--httpserverport=" + taken.getLocalPort(),
                          "--data=" + folder.resolve("edge"),
                          "--ec=" + azure.hub().register(ClientId.module("edge", "opc")),
                          "--hub-ca=" + azure.caFile(),
                          "-t=IoTHub"),
                      Map.of())
                  .options());
      HubService hub =
          new HubService(
              ConnectionString.parse(azure.hub().serviceConnectionString()),
              "localhost:" + azure.hub().restPort(),
              azure.caFile().toString());

      assertThatIllegalStateException()
          .isThrownBy(() -> edge.configure(context))
          .withMessageContaining("--httpserverport");

      await()
          .during(TIME_TO_CONNECT)
          .untilAsserted(
              () -> {
                assertThat(plant.sessions()).isZero();
                assertThat(
                        hub.identity(new HubAddress("edge", "opc"))
                            .path("connectionState")
                            .asText())
                    .isEqualTo("Disconnected");
              });
    }
  }
}
