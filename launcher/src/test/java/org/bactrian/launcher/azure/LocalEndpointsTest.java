package org.bactrian.launcher.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEndpointsTest {

  private static final String WHOLE =
      """
      {"iotHubServiceConnectionString": "HostName=hub.localhost", "caFile": "ca.pem",
       "iotHubEndpoint": "https://localhost:1", "mqttEndpoint": "localhost:2",
       "serviceBusConnectionString": "Endpoint=sb://localhost:3",
       "eventHubConnectionString": "Endpoint=sb://localhost:3;EntityPath=e", "later": "https://later",
       "keyVaultUrl": "https://localhost:4", "keyVaultTenantId": "t", "keyVaultClientId": "c",
       "keyVaultClientSecret": "s",
       "edgeConnectionString": "HostName=hub.localhost;DeviceId=edge;SharedAccessKey=a2V5"}
      """;

  @TempDir private Path data;

  @Test
  void theFileOfALocalAzureIsReadWhateverALaterOneAddsToIt() throws IOException {
    write(WHOLE);

    assertThat(LocalEndpoints.in(data))
        .hasValueSatisfying(
            endpoints -> {
              assertThat(endpoints.mqttEndpoint()).isEqualTo("localhost:2");
              assertThat(endpoints.authority()).isEqualTo(Path.of("ca.pem"));
            });
  }

  @Test
  void aFolderWithoutALocalAzureHasNone() {
    assertThat(LocalEndpoints.in(data)).isEmpty();
  }

  @Test
  void aFileThatIsCutAnywhereIsRefusedByNameWithTheRemedy() throws IOException {
    String text = WHOLE.strip();
    for (int length = 0; length < text.length(); length++) {
      refuses(text.substring(0, length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "[]", "\0\0\0\0"})
  void aFileThatLacksAnEndpointIsRefusedByNameWithTheRemedy(String text) throws IOException {
    refuses(text);
  }

  @Test
  void aFileThatGoesOnAfterItsEndIsRefusedByNameWithTheRemedy() throws IOException {
    refuses(WHOLE + WHOLE);
  }

  private void refuses(String text) throws IOException {
    write(text);

    assertThatThrownBy(() -> LocalEndpoints.in(data))
        .as(text)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(data.resolve("local-azure.json").toString())
        .hasMessageContaining("Start the local Azure again, it writes a new one")
        .hasMessageNotContaining("a2V5");
  }

  private void write(String text) throws IOException {
    Files.writeString(data.resolve("local-azure.json"), text);
  }
}
