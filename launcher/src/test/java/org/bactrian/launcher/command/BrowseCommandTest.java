package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.bactrian.edge.publisher.nodes.CredentialCipher;
import org.bactrian.edge.publisher.nodes.PublishedNodes;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command against a simulated plant. */
class BrowseCommandTest {

  private static final String FILLER = "/Objects/Plant/Line1/Filler";

  @TempDir private static Path folder;
  private static Simulator plant;

  @BeforeAll
  static void start() throws Exception {
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withPlantRate(Duration.ofSeconds(10)));
  }

  @AfterAll
  static void stop() throws IOException {
    plant.close();
  }

  private static CommandRun browse(String... options) throws InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("browse", plant.endpointUrl(), "--data", folder.resolve("data").toString()));
    if (Arrays.stream(options).noneMatch(option -> option.startsWith("--security"))) {
      arguments.add("--security=none");
    }
    arguments.addAll(List.of(options));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void objectsAndVariablesAreListedWithPathDataTypeAndNodeId() throws Exception {
    CommandRun run = browse("--match=**");
    CommandRun all = browse();

    assertThat(all.err()).isEmpty();
    assertThat(all.exitCode()).isZero();
    assertThat(all.out())
        .contains(
            FILLER + "\tObject\tnsu=urn:bactrian:plant;s=Line1/Filler",
            FILLER + "/Speed\tDouble\tnsu=urn:bactrian:plant;s=Line1/Filler/Speed")
        .doesNotHaveDuplicates()
        .noneMatch(line -> line.startsWith("/Objects/Server"));
    assertThat(run.out()).isNotEmpty().noneMatch(line -> line.contains("\tObject\t"));
    assertThat(all.out()).containsAll(run.out());
  }

  @Test
  void aPathOrANodeIdSaysWhereToBegin() throws Exception {
    CommandRun byPath = browse("--path=" + FILLER, "--match=Speed");
    CommandRun byId = browse("--path=nsu=urn:bactrian:plant;s=Line1/Filler", "--match=Speed");
    CommandRun variable = browse("--path=" + FILLER + "/Speed", "--depth=1", "--match=Speed");

    String speed = "\tDouble\tnsu=urn:bactrian:plant;s=Line1/Filler/Speed";
    assertThat(byPath.out()).containsExactly(FILLER + "/Speed" + speed);
    assertThat(byId.out()).containsExactly("Speed" + speed);
    assertThat(variable.out()).containsExactly(FILLER + "/Speed" + speed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Line?/*/Speed", "**/Speed", "regex:Line\\d/\\w+/Speed", "Speed"})
  void aPatternChoosesVariablesByTheirPathBelow(String pattern) throws Exception {
    CommandRun run = browse("--path=/Objects/Plant", "--match=" + pattern);

    assertThat(run.out())
        .isNotEmpty()
        .allMatch(line -> line.matches("/Objects/Plant/Line\\d/\\w+/Speed\t.*"));
  }

  @Test
  void theDepthEndsTheSearchAndIsNoFault() throws Exception {
    CommandRun run = browse("--path=/Objects/Plant", "--depth=1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isNotEmpty()
        .allMatch(line -> line.split("\t")[0].matches("/Objects/Plant/[^/]+"));
  }

  @Test
  void theFileThatIsPublishedIsReadByTheEdge() throws Exception {
    Path file = folder.resolve("filler.json");
    CommandRun run = browse("--path=" + FILLER, "--match=regex:[A-Z]\\w+", "--publish=" + file);

    assertThat(run.exitCode()).as("%s", run.err()).isZero();
    PublishedNodes read = PublishedNodes.read(file, PublishingDefaults.compatible("test"));
    assertThat(read.faults()).isEmpty();
    JsonNode entry = new ObjectMapper().readTree(file.toFile()).get(0);
    assertThat(entry.get("EndpointUrl").asText()).isEqualTo(plant.endpointUrl());
    assertThat(entry.get("EndpointSecurityMode").asText()).isEqualTo("None");
    assertThat(entry.get("DataSetWriterId").asText()).isEqualTo("Filler");
    assertThat(StreamSupport.stream(entry.get("OpcNodes").spliterator(), false))
        .extracting(node -> node.get("Id").asText() + " " + node.get("DisplayName").asText())
        .contains(
            "nsu=urn:bactrian:plant;s=Line1/Filler/Speed Speed",
            "nsu=urn:bactrian:plant;s=Line1/Filler/Pieces Pieces");
    assertThat(CommandRun.of("validate", file.toString()).exitCode()).isZero();
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyWhenThatIsAskedFor() throws Exception {
    Path file = Files.writeString(folder.resolve("mine.json"), "[]");
    String[] options = {"--path=" + FILLER, "--match=Speed", "--publish=" + file};

    CommandRun refused = browse(options);

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).singleElement().asString().contains(file.toString(), "--force");
    assertThat(file).hasContent("[]");
    assertThat(browse(options[0], options[1], options[2], "--force").exitCode()).isZero();
    assertThat(file).content().contains("Line1/Filler/Speed");
  }

  @Test
  void theFileGoesToTheStandardOutputForAHyphen() throws Exception {
    CommandRun run = browse("--path=" + FILLER, "--match=Speed", "--publish=-");

    assertThat(run.err()).isEmpty();
    JsonNode nodes = new ObjectMapper().readTree(String.join("\n", run.out()));
    assertThat(nodes.at("/0/OpcNodes/0/Id").asText())
        .isEqualTo("nsu=urn:bactrian:plant;s=Line1/Filler/Speed");
  }

  @Test
  void aUserIsNamedInTheFileAndHisPasswordIsEncryptedForTheEdge() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "operator\n");
    CommandRun run =
        browse(
            "--user=operator",
            "--password-file=" + password,
            "--security=sign-and-encrypt",
            "--aa",
            "--path=" + FILLER,
            "--match=Speed",
            "--publish=-");

    assertThat(run.exitCode()).as("%s", run.err()).isZero();
    JsonNode entry = new ObjectMapper().readTree(String.join("\n", run.out())).get(0);
    CredentialCipher cipher = CredentialCipher.in(folder.resolve("data"));
    assertThat(cipher.decrypt(entry.get("EncryptedAuthPassword").asText())).contains("operator");
    assertThat(entry.get("OpcAuthenticationMode").asText()).isEqualTo("UsernamePassword");
    assertThat(entry.get("EndpointSecurityMode").asText()).isEqualTo("SignAndEncrypt");
    assertThat(entry.has("OpcAuthenticationPassword")).isFalse();
  }

  @Test
  void aWrongPasswordIsSaidInOneLine() throws Exception {
    Path password = Files.writeString(folder.resolve("wrong"), "not-his-password");
    CommandRun run = browse("--user=operator", "--password-file=" + password, "--aa");

    assertThat(run.exitCode()).isEqualTo(70);
    assertThat(run.err())
        .singleElement()
        .asString()
        .contains("user operator")
        .doesNotContain("not-his-password");
  }

  @Test
  void aServerThatIsNotTrustedIsRefusedWithTheRemedy() throws Exception {
    CommandRun run = browse("--security=sign", "--pki=" + folder.resolve("strict"));

    assertThat(run.exitCode()).isEqualTo(70);
    assertThat(run.err()).singleElement().asString().contains("strict", "trusted");
  }

  @Test
  void aServerThatDoesNotListenIsSaidInOneLine() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    CommandRun run =
        CommandRun.of("browse", "opc.tcp://localhost:" + port, "--data=" + folder.resolve("data"));

    assertThat(run.exitCode()).isEqualTo(70);
    assertThat(run.err()).singleElement().asString().contains("nobody listens there");
  }

  @Test
  void aPathThatLeadsNowhereIsSaidWithTheNamesThatAreThere() throws Exception {
    CommandRun run = browse("--path=/Objects/Plant/Line7");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).singleElement().asString().contains("\"Line7\"", "Line1", "Line2");
    assertThat(browse("--path=ns=2;s=absent").err())
        .singleElement()
        .asString()
        .contains("ns=2;s=absent", "Bad_NodeIdUnknown");
  }

  @Test
  void moreNodesThanAllowedAreAFaultAndPublishNothing() throws Exception {
    Path file = folder.resolve("few.json");
    CommandRun run = browse("--max-nodes=5", "--publish=" + file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).singleElement().asString().contains("--max-nodes");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--security=strong",
        "--security-policy=Basic1",
        "--match=regex:[",
        "--depth=0",
        "--max-nodes=0",
        "--path=Line1",
        "--ct=soon",
        "--password-file=x"
      })
  void aValueThatCannotBeIsAWrongCommandLine(String option) throws Exception {
    CommandRun run = browse(option);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).first().asString().contains(option.replaceAll("=.*", ""));
  }

  @Test
  void textsOfAServerDoNotReachTheTerminalAsCommands() {
    assertThat(NodeLines.printable("a\u001b[2Jb\u202ec\n"))
        .isEqualTo("a\\u001b[2Jb\\u202ec\\u000a");
  }

  @Test
  void aSlashInANameIsWrittenWithAnAmpersand() {
    List<String> names = List.of("A/B", "C&D");

    assertThat(NodePathText.format(names)).isEqualTo("A&/B/C&&D");
    assertThat(NodePathText.parse("/A&/B/C&&D")).isEqualTo(names);
  }
}
