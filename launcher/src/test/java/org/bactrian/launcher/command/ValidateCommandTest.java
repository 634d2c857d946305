package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

  private static final Path ROOT = Path.of(System.getProperty("bactrian.root"));

  @TempDir private Path folder;

  @Test
  void whatComesWithBactrianHasNoFaults() throws Exception {
    CommandRun run =
        CommandRun.of(
            "validate",
            ROOT.resolve("config").toString(),
            ROOT.resolve("kamelets").toString(),
            ROOT.resolve("routes").toString());

    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains(
            "GetApplicationRegistration: route registry-operations of "
                + ROOT.resolve("routes/cloud/registry.camel.yaml"),
            "ReadValue: route twin-operations of " + ROOT.resolve("routes/cloud/twin.camel.yaml"),
            "ValueRead: route twin-operations of " + ROOT.resolve("routes/edge/twin.camel.yaml"));
  }

  @Test
  void theRouteThatTakesAnOperationOverIsListed() throws Exception {
    Path file =
        write(
            "reads.camel.yaml",
            """
            - route:
                id: my-reads
                from:
                  uri: direct:ReadValue
                  steps:
                    - to: log:reads
            """);

    CommandRun run = CommandRun.of("validate", "--role=cloud", file.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .containsExactly("ReadValue: route my-reads of " + file, file + ": no faults");
  }

  @Test
  void aFaultyPublishedNodesFileIsNamedByLine() throws Exception {
    Path file =
        write(
            "nodes.json",
            """
            [
              {
                "EndpointUrl": "opc.tcp://localhost:50000",
                "OpcNodes": [ { "Id": "i=2258", "QueueSize": "many" } ]
              }
            ]
            """);

    CommandRun run = CommandRun.of("validate", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).singleElement().asString().startsWith(file + ":4: ");
    assertThat(run.err()).containsExactly(file + ": 1 fault");
  }

  @Test
  void aWriterGroupInTheFilesOfTwoGatewaysIsNamedWithBothFiles() throws Exception {
    Path one = write("one.json", entries("Line1", "Line2"));
    Path two = write("two.json", entries("Line3", "Line2"));

    CommandRun alone = CommandRun.of("validate", one.toString(), two.toString());
    CommandRun together = CommandRun.of("validate", "--gateways", one.toString(), two.toString());

    assertThat(alone.exitCode()).isZero();
    assertThat(together.exitCode()).isEqualTo(1);
    assertThat(together.out())
        .singleElement()
        .asString()
        .startsWith(two + ":4: /1/DataSetWriterGroup: WriterGroup Line2 is in " + one + " too")
        .contains("line 4 (/1/DataSetWriterGroup)");
    assertThat(together.err()).containsExactly("2 files: 1 fault");
  }

  @Test
  void gatewaysMayHaveGroupsWithoutNamesAndThoseOfOtherPublishers() throws Exception {
    String nameless = entries("").replace("\"DataSetWriterGroup\": \"\", ", "");
    Path one = write("one.json", entries("Line1").replaceFirst("\\[", "[" + publisher("P1")));
    Path two = write("two.json", entries("Line2").replaceFirst("\\[", "[" + publisher("P2")));
    Path three = write("three.json", nameless);
    Path four = write("four.json", nameless);

    CommandRun run =
        CommandRun.of(
            "validate",
            "--gateways",
            one.toString(),
            two.toString(),
            three.toString(),
            four.toString(),
            folder.resolve("./one.json").toString());

    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  private static String publisher(String id) {
    return entry("\"PublisherId\": \"%s\", \"DataSetWriterGroup\": \"Shared\", ".formatted(id))
        + ",\n";
  }

  private static String entries(String... groups) {
    return Stream.of(groups)
        .map(group -> entry("\"DataSetWriterGroup\": \"%s\", ".formatted(group)))
        .collect(Collectors.joining(",\n", "[\n\n", "]"));
  }

  private static String entry(String attributes) {
    return """
        {%s"EndpointUrl": "opc.tcp://plc:4840", "OpcNodes": [{"Id": "i=2258"}]}"""
        .formatted(attributes);
  }

  @Test
  void aFaultyRouteIsNamedByLine() throws Exception {
    Path file =
        write(
            "filter.camel.yaml",
            """
            - route:
                id: mine
                from:
                  uri: opcua-publisher:groups
                  steps:
                    - to: nonsense:x
            """);

    CommandRun run = CommandRun.of("validate", "--role=edge", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsExactly(file + ":6: there is no component \"nonsense\" for nonsense:x");
  }

  @Test
  void aRouteThatReplacesOneOfTheCloudIsCheckedAsTheCloudWouldRunIt() throws Exception {
    Path sound =
        write(
            "onboarding.camel.yaml",
            Files.readString(ROOT.resolve("routes/cloud/onboarding.camel.yaml")));
    assertThat(CommandRun.of("validate", sound.toString()).out()).isEmpty();
    Path faulty = write("onboarding.camel.yaml", Files.readString(sound).replace("take", "tske"));

    CommandRun run = CommandRun.of("validate", faulty.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).singleElement().asString().startsWith(faulty + ":").contains("tske");
  }

  @Test
  void aRouteOfTheUserHasToBeSoundInOneOfTheRoles() throws Exception {
    Path file =
        write(
            "mine.camel.yaml",
            """
            - route:
                id: mine
                from:
                  uri: timer:tick
                  steps:
                    - bean: {ref: gateways, method: getListOfGateway}
            """);

    assertThat(CommandRun.of("validate", file.toString()).out()).isEmpty();
    assertThat(CommandRun.of("validate", "--role=cloud", file.toString()).out()).isEmpty();
    assertThat(CommandRun.of("validate", "--role=edge", file.toString()).out())
        .singleElement()
        .asString()
        .contains("gateways");
    Path faulty = write("mine.camel.yaml", Files.readString(file).replace("getList", "getLost"));
    assertThat(CommandRun.of("validate", faulty.toString()).out())
        .hasSize(2)
        .anyMatch(line -> line.contains("in the edge, ") && line.contains("gateways"))
        .anyMatch(line -> line.contains("in the cloud, ") && line.contains("getLostOfGateway"));
  }

  @Test
  void faultsOfAllFilesOfAFolderAreNamed() throws Exception {
    write("a.camel.yaml", "- route: [}");
    write("b.json", "{");
    write("c.yaml", "- from:\n    uri: timer:c\n    steps:\n      - to: direct:nowhere\n");

    CommandRun run = CommandRun.of("validate", folder.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .anyMatch(line -> line.contains("a.camel.yaml:1:"))
        .anyMatch(line -> line.contains("b.json"))
        .anyMatch(line -> line.contains("c.yaml:4: no route starts from direct:nowhere"));
  }

  @Test
  void aFileThatIsNotThereIsSaid() throws Exception {
    Path absent = folder.resolve("absent.json");

    CommandRun run = CommandRun.of("validate", absent.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).containsExactly(absent + ": does not exist");
    assertThat(run.err()).containsExactly(absent + ": 1 fault");
  }

  @Test
  void aFileIsNamedAsItWasTyped() throws Exception {
    write("a.yaml", "- from:\n    uri: nonsense:c\n    steps:\n      - to: log:x\n");
    Path typed = Path.of("").toAbsolutePath().relativize(folder.resolve("a.yaml"));

    CommandRun run = CommandRun.of("validate", typed.toString());

    assertThat(run.out()).singleElement().asString().startsWith(typed + ":2: ");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
