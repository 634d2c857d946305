package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that are wrong or do nothing, and the help that keeps from writing them. */
@Exercises(
    options = {
      "BactrianKamelets",
      "BactrianConfig",
      "PublishedNodesFile",
      "DefaultNamespaceFormat",
      "MessagingMode",
      "MessageEncoding",
      "BatchTriggerInterval",
      "BatchSize",
      "DefaultTransport",
      "EdgeHubConnectionString",
      "DefaultQueueSize",
      "CreateSessionTimeout"
    })
class WrongOptionsTest {

  @Test
  void anOwnKameletIsATransportAndWithoutItTheTransportIsRefused(@TempDir Path kamelets)
      throws IOException {
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> read("-t", "Kafka", "--kamelets=" + kamelets))
        .withMessage(
            "Option -t: \"Kafka\" is no transport. Write one of IoTHub, Mqtt, FileSystem, Log,"
                + " Null, or put NAME-telemetry-sink.kamelet.yaml into the folder of --kamelets"
                + " and write its NAME")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(160));

    Files.createFile(kamelets.resolve("kafka-telemetry-sink.kamelet.yaml"));

    assertThat(read("-t", "Kafka", "--kamelets=" + kamelets).messages().transport())
        .isEqualTo("kafka");
  }

  @Test
  void allWrongOptionsAreToldAtOnceALineEach(@TempDir Path folder) throws IOException {
    Path config = Files.writeString(folder.resolve("edge.properties"), "DefaultQueueSize=few\n");

    EdgeOptionException failure =
        catchThrowableOfType(
            EdgeOptionException.class,
            () ->
                EdgeOptionsReader.read(
                    List.of(
                        "--config=" + config,
                        "--bs=many",
                        "--mm=Avro",
                        "-t=Kafka",
                        "--ct=0",
                        "--pf"),
                    Map.of("EdgeHubConnectionString", "c2VjcmV0", "BatchTriggerInterval", "x")));

    assertThat(failure.getMessage().lines())
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith("Option --pf needs a value"),
            line -> assertThat(line).startsWith("Option --bs: \"many\" is not a whole number"),
            line -> assertThat(line).startsWith("Option --mm: \"Avro\" is unknown"),
            line -> assertThat(line).startsWith("Option -t: \"Kafka\" is no transport"),
            line -> assertThat(line).startsWith("Option --ct: \"0\" must be more than zero"),
            line -> assertThat(line).startsWith("Property DefaultQueueSize: \"few\""),
            line -> assertThat(line).startsWith("Environment variable EdgeHubConnectionString:"),
            line -> assertThat(line).startsWith("Environment variable BatchTriggerInterval:"));
    assertThat(failure.exitCode()).isEqualTo(160);
    assertThat(failure).hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void anOptionThatIsKnownAndHasNoEffectIsNamed() {
    assertThat(EdgeOptionsReader.read(List.of("--asj"), Map.of()).warnings())
        .containsExactly("--asj has no effect: there is no Avro");
    assertThat(EdgeOptionHelp.lines()).noneMatch(line -> line.contains("--asj"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--mm | PubSub, Samples, FullNetworkMessages, FullSamples",
        "--me | Json",
        "--dmt | IoTHub, Mqtt, FileSystem, Log, Null",
        "--nf | Uri, Index, Expanded, ExpandedWithNamespace0"
      })
  void theHelpNamesTheValuesThatWorkAndAWrongOneIsAnsweredWithThem(String option, String values) {
    String help =
        EdgeOptionHelp.lines().stream()
            .filter(line -> List.of(line.split("[ ,]+")).contains(option))
            .findFirst()
            .orElseThrow();
    for (String value : values.split(", ")) {
      assertThat(help).contains(value);
      assertThat(read(option, value)).isNotNull();
    }
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> read(option, "Nonsense"))
        .withMessageContaining("Write one of " + values);
  }

  private static EdgeOptions read(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
  }
}
