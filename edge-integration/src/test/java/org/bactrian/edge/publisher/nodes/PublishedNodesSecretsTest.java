package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedNodesSecretsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"OpcAuthenticationPassword\": {\"a\": \"geheim\"}",
        "\"OpcAuthenticationPassword\": \"geheim\"",
        "\"OpcAuthenticationPassword\": geheim",
        "\"OpcAuthenticationPassword\": 'geheim\n'",
        "\"EncryptedAuthPassword\": \"geheim\"",
        "\"WriterGroupTransportConfiguration\": [\"geheim\"]",
        "\"WriterGroupTransportConfiguration\": \"geheim\""
      })
  void noSecretIsEverShown(String property) {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "\"OpcAuthenticationMode\": \"UsernamePassword\","
                        + "\"OpcAuthenticationUsername\": \"operator\", "
                        + property,
                    "{\"Id\": \"ns=2;s=a\"}")
                + "]");

    assertThat(nodes.toString()).doesNotContain("geheim");
  }

  @Test
  void noSecretIsShownByWhatTheParserRead() throws Exception {
    List<PublishedNodesEntry> entries =
        LenientPublishedNodesParser.parse("[{\"OpcAuthenticationPassword\": \"geheim\"}]");

    assertThat(entries.toString()).contains("OpcAuthenticationPassword=***");
    assertThat(entries.toString()).doesNotContain("geheim");
  }
}
