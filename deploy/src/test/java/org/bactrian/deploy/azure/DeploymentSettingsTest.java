package org.bactrian.deploy.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bactrian.deploy.DeployFolder;
import org.bactrian.deploy.script.StubbedCommands;
import org.bactrian.deploy.script.StubbedCommands.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parameters of the Bicep files and values of the chart that the deployment script gives or takes.
 */
class DeploymentSettingsTest {

  @TempDir private Path folder;
  private Path state;
  private StubbedCommands commands;

  @BeforeEach
  void prepare() throws Exception {
    state = Files.createDirectories(folder.resolve("azure"));
    commands = StubbedAzure.commands(folder, state, Files.createDirectories(folder.resolve("tmp")));
  }

  @Test
  void everyParameterOfTheScriptIsOneOfTheBicepFile() throws Exception {
    run("--alert-mail", "ops@example.org");
    String main = Files.readString(DeployFolder.resolve("azure/main.bicep"));
    JsonNode parameters = new ObjectMapper().readTree(state.resolve("parameters.json").toFile());

    parameters
        .path("parameters")
        .fieldNames()
        .forEachRemaining(name -> assertThat(main).containsPattern("param " + name + " "));
    for (String line : Files.readAllLines(DeployFolder.resolve("deploy.sh"))) {
      if (line.contains("$(output ")) {
        String name = line.replaceFirst(".*\\$\\(output (\\w+).*", "$1");
        assertThat(main).contains("output " + name + " ");
      }
    }
  }

  @Test
  void sizesAndValuesOfTheUserAreThoseOfASecondRunToo() throws Exception {
    Path size =
        Files.writeString(
            folder.resolve("size.json"),
            """
            {"parameters": {"iotHubSku": {"value": "S2"}, "alertMail": {"value": "a@example.org"}}}
            """);
    Path values =
        Files.writeString(
            folder.resolve("values.yaml"),
            "cloud: {ingress: {enabled: true, host: plant.example.org, tlsSecret: plant-tls}}");
    String[] arguments = {"--parameters", size.toString(), "--values", values.toString()};

    run(arguments);
    commands.forgetCalls();
    Outcome second = run(arguments);

    assertThat(second.exitCode()).as("%s", second.output()).isZero();
    // Of a parameter that both files have, Azure takes the last one.
    assertThat(commands.calls())
        .filteredOn(call -> call.startsWith("az deployment group create"))
        .singleElement()
        .asString()
        .containsPattern(" --parameters @" + size + " --parameters @\\S+/parameters.json ");
    JsonNode parameters = new ObjectMapper().readTree(state.resolve("parameters.json").toFile());
    assertThat(parameters.path("parameters").has("alertMail")).isFalse();
    List<JsonNode> resources =
        DeployFolder.documents(
            new Helm(DeployFolder.resolve("kubernetes/bactrian"))
                .template()
                .withKubeVersion("v1.33.0")
                .withName("bactrian")
                .withNamespace("bactrian")
                .withValuesFile(state.resolve("values.yaml"))
                .withValuesFile(state.resolve("more-values.yaml"))
                .call());
    assertThat(one(resources, "Ingress").toString()).contains("plant.example.org");
    assertThat(one(resources, "Deployment").toString())
        .contains("registry.example.org/bactrian-cloud:1.0.0");

    commands.forgetCalls();
    String[] whatIf = {"--parameters", size.toString(), "--what-if"};
    assertThat(run(whatIf).exitCode()).isZero();
    assertThat(commands.calls())
        .anyMatch(call -> call.contains("group what-if") && call.contains("@" + size));
  }

  @Test
  void theGuideTellsTheDefaultsOfTheBicepFile() throws Exception {
    String main = Files.readString(DeployFolder.resolve("azure/main.bicep"));
    List<MatchResult> rows =
        Pattern.compile("(?m)^\\| `(\\w+)` \\| `(\\w+)` \\|")
            .matcher(Files.readString(DeployFolder.ROOT.resolve("docs/deploy-azure.md")))
            .results()
            .toList();

    assertThat(rows).hasSizeGreaterThan(5);
    for (MatchResult row : rows) {
      assertThat(main)
          .containsPattern("param %s \\w+ = '?%s'?\\n".formatted(row.group(1), row.group(2)));
    }
  }

  private static JsonNode one(List<JsonNode> resources, String kind) {
    return resources.stream()
        .filter(resource -> resource.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private Outcome run(String... arguments) throws Exception {
    return commands.run(DeployFolder.resolve("deploy.sh"), arguments);
  }
}
