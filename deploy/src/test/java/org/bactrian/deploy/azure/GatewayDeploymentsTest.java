package org.bactrian.deploy.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bactrian.deploy.DeployFolder;
import org.bactrian.deploy.script.StubbedCommands;
import org.bactrian.deploy.script.StubbedCommands.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments to gateways that the deployment script makes in the hub. */
class GatewayDeploymentsTest {

  @TempDir private Path folder;
  private Path state;
  private StubbedCommands commands;

  @BeforeEach
  void prepare() throws Exception {
    state = Files.createDirectories(folder.resolve("azure"));
    commands = StubbedAzure.commands(folder, state, Files.createDirectories(folder.resolve("tmp")));
  }

  @Test
  void gatewaysGetTheEdgeAgentAndHubBeforeTheEdgeAndPullWithATokenOfTheirOwn() throws Exception {
    run();

    List<String> created =
        commands.calls().stream()
            .filter(call -> call.startsWith("az iot edge deployment create"))
            .toList();
    assertThat(created).hasSize(2);
    assertThat(created.get(0))
        .contains("bactrian-base-1-0-0-", "--priority 0 ")
        .doesNotContain("--layered");
    assertThat(created.get(1)).contains("--priority 10 ", "--layered");
    assertThat(created).allMatch(call -> call.contains("--target-condition tags.bactrian='edge'"));
    JsonNode credentials =
        new ObjectMapper()
            .readTree(state.resolve("base.json").toFile())
            .path("modulesContent")
            .path("$edgeAgent")
            .at("/properties.desired/runtime/settings/registryCredentials/bactrian");
    assertThat(credentials.path("address").asText()).isEqualTo("registry.example.org");
    assertThat(credentials.path("username").asText()).isEqualTo("bactrian-gateways");
    assertThat(credentials.path("password").asText()).isEqualTo(StubbedAzure.PULL_PASSWORD);
    assertThat(commands.calls())
        .filteredOn(call -> call.startsWith("az acr token create"))
        .singleElement()
        .asString()
        .contains("--name bactrian-gateways ", "--repository bactrian-edge content/read ");
  }

  @Test
  void otherGatewaysGetAnotherDeploymentThatReplacesTheFormerOne() throws Exception {
    run();
    String former = Files.readString(state.resolve("edges"));
    Files.writeString(
        state.resolve("edges"), former + "bactrian-0-9-0-12345678\nbactrian-base-0-9-0-12345678\n");

    assertThat(run("--target-condition", "tags.site='plant1'").exitCode()).isZero();

    assertThat(Files.readAllLines(state.resolve("edges")))
        .hasSize(2)
        .doesNotContainAnyElementsOf(former.lines().toList())
        .doesNotContain("bactrian-0-9-0-12345678", "bactrian-base-0-9-0-12345678");
  }

  @Test
  void deploymentsOfOthersStay() throws Exception {
    run();
    String own = Files.readString(state.resolve("edges"));
    Files.writeString(
        state.resolve("edges"), own + "bactrian-1-0-0\nbactrian-press-4\nbactrian-base-1\n");

    assertThat(run("--target-condition", "tags.site='plant1'").exitCode()).isZero();
    assertThat(run("uninstall").exitCode()).isZero();

    assertThat(state.resolve("edges"))
        .hasContent("bactrian-1-0-0\nbactrian-press-4\nbactrian-base-1\n");
  }

  @Test
  void gatewaysWithABaseOfTheirOwnKeepIt() throws Exception {
    assertThat(run("--skip-base").exitCode()).isZero();

    assertThat(Files.readAllLines(state.resolve("edges")))
        .singleElement()
        .asString()
        .doesNotContain("base");
    assertThat(state.resolve("pull-token")).doesNotExist();
    assertThat(run("--skip-base", "--what-if").output())
        .noneMatch(line -> line.contains("edge agent"));
  }

  private Outcome run(String... arguments) throws Exception {
    return commands.run(DeployFolder.resolve("deploy.sh"), arguments);
  }
}
