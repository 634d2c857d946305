package org.bactrian.deploy.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.cloud.security.Permission;
import org.bactrian.deploy.DeployFolder;
import org.bactrian.deploy.kubernetes.ResourceValidator;
import org.bactrian.deploy.script.StubbedCommands;
import org.bactrian.deploy.script.StubbedCommands.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deployment script, with stubs of Azure's command line tool, Helm, kubectl and Maven. */
class DeployScriptTest {

  private static final Path SCRIPT = DeployFolder.resolve("deploy.sh");

  @TempDir private Path folder;
  private Path state;
  private Path temporary;
  private StubbedCommands commands;

  @BeforeEach
  void prepare() throws Exception {
    state = Files.createDirectories(folder.resolve("azure"));
    temporary = Files.createDirectories(folder.resolve("tmp"));
    commands = StubbedAzure.commands(folder, state, temporary);
  }

  @Test
  void whatWouldBeMadeIsListedWithoutAnyTool() throws Exception {
    for (String tool : List.of("az", "helm", "kubectl", "kubelogin", "java", "maven")) {
      commands.without(tool);
    }

    Outcome outcome = run("--what-if");

    assertThat(outcome.exitCode()).as("%s", outcome.output()).isZero();
    assertThat(outcome.output())
        .allMatch(line -> line.startsWith("would "))
        .contains(
            "would make resource group bactrian in westeurope, unless it is there",
            "would make Microsoft.Devices/IotHubs (hub of iotHub)",
            "would make Microsoft.ServiceBus/namespaces (namespace of serviceBus)",
            "would make Microsoft.DBforPostgreSQL/flexibleServers (server of database)",
            "would make Microsoft.ContainerService/managedClusters (cluster of cluster)",
            "would install or upgrade the Helm release bactrian in namespace bactrian",
            "would deploy the edge agent and hub, at priority 0, to gateways where tags.bactrian='edge'",
            "would deploy the edge to gateways where tags.bactrian='edge'")
        .noneMatch(line -> line.contains("acrPull") || line.contains("existing"));
    assertThat(outcome.output())
        .filteredOn(line -> line.startsWith("would make Microsoft.KeyVault/vaults "))
        .hasSize(2);
  }

  @Test
  void withALoginAzureIsAskedWhatWouldChange() throws Exception {
    Files.createFile(state.resolve("group"));

    assertThat(run("--what-if").exitCode()).isZero();

    assertThat(commands.calls())
        .anyMatch(call -> call.startsWith("az deployment group what-if --resource-group bactrian"))
        .noneMatch(call -> call.contains(" create") || call.startsWith("helm"));
  }

  @Test
  void oneCommandDeploysEverything() throws Exception {
    Outcome outcome = run("--resource-group", "plant", "--alert-mail", "ops@example.org");

    assertThat(outcome.exitCode()).as("%s", outcome.output()).isZero();
    assertThat(
            commands.calls().stream()
                .filter(
                    call ->
                        call.matches(
                            "az group create.*|az deployment group create.*|maven.*|az ad app create.*"
                                + "|helm.*|az iot edge deployment create.*"))
                .map(call -> String.join(" ", List.of(call.split(" ")).subList(0, 2))))
        .containsExactly(
            "az group", "az deployment", "maven -B", "az ad", "helm upgrade", "az iot", "az iot");
    assertThat(commands.calls())
        .anyMatch(call -> call.contains("-Pimages -Dimage.prefix=registry.example.org/"))
        .anyMatch(call -> call.startsWith("helm upgrade --install bactrian"));
    JsonNode parameters =
        new ObjectMapper().readTree(state.resolve("parameters.json").toFile()).path("parameters");
    assertThat(parameters.at("/databasePassword/value").asText()).hasSizeGreaterThan(30);
    assertThat(parameters.at("/administratorId/value").asText())
        .isEqualTo("00000000-1111-2222-3333-444444444444");
    assertThat(parameters.at("/alertMail/value").asText()).isEqualTo("ops@example.org");
    assertThat(state.resolve("layered.json"))
        .content()
        .contains("\"image\": \"registry.example.org/bactrian-edge:1.0.0\"");
    JsonNode values = DeployFolder.document(Files.readString(state.resolve("values.yaml")));
    assertThat(values.at("/secrets/keyVault/name").asText()).isEqualTo("the-secretsvaultname");
    assertThat(values.at("/cloud/database/url").asText())
        .startsWith("jdbc:postgresql://database.example.org/the-databasename?sslmode=verify-full");
    assertThat(values.at("/cloud/oidc/audience").asText()).isEqualTo("the-application");
  }

  @Test
  void theReleaseIsOfTheCloudAndItsServiceAccountIsTheIdentityInAzure() throws Exception {
    run();

    List<JsonNode> resources =
        DeployFolder.documents(
            new Helm(DeployFolder.resolve("kubernetes/bactrian"))
                .template()
                .withKubeVersion("v1.33.0")
                .withName("bactrian")
                .withNamespace("bactrian")
                .withValuesFile(state.resolve("values.yaml"))
                .call());

    JsonNode cloud = only(resources, "Deployment");
    assertThat(ResourceValidator.faults(cloud)).isEmpty();
    assertThat(cloud.at("/spec/template/spec/containers/0/image").asText())
        .isEqualTo("registry.example.org/bactrian-cloud:1.0.0");
    assertThat(resources).noneMatch(one -> one.path("kind").asText().equals("StatefulSet"));
    String account = only(resources, "ServiceAccount").at("/metadata/name").asText();
    assertThat(cloud.at("/spec/template/spec/serviceAccountName").asText()).isEqualTo(account);
    JsonNode parameters = new ObjectMapper().readTree(state.resolve("parameters.json").toFile());
    assertThat(parameters.at("/parameters/serviceAccount/value").asText()).isEqualTo(account);
    assertThat(only(resources, "SecretProviderClass").toString())
        .contains("iot-hub-connection-string", "the-secretsvaultname");
  }

  private static JsonNode only(List<JsonNode> resources, String kind) {
    List<JsonNode> found =
        resources.stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
    assertThat(found).as(kind).hasSize(1);
    return found.get(0);
  }

  @Test
  void secretsOfTheVaultAreThoseThatTheReleaseMounts() throws Exception {
    run();
    String secrets = Files.readString(DeployFolder.resolve("azure/modules/secrets.bicep"));
    JsonNode values = DeployFolder.document(Files.readString(state.resolve("values.yaml")));

    assertThat(values.at("/secrets/keyVault/secretNames")).hasSize(4);
    values
        .at("/secrets/keyVault/secretNames")
        .forEach(name -> assertThat(secrets).contains("name: '" + name.asText() + "'"));
  }

  @Test
  void aSecondRunMakesNothingAnew() throws Exception {
    run();
    String parameters = Files.readString(state.resolve("parameters.json"));
    commands.forgetCalls();

    assertThat(run().exitCode()).isZero();

    assertThat(commands.calls())
        .isNotEmpty()
        .noneMatch(
            call ->
                call.startsWith("az group create")
                    || call.startsWith("az ad app create")
                    || call.startsWith("az acr login")
                    || call.startsWith("maven")
                    || call.startsWith("az acr token")
                    || call.startsWith("az iot edge deployment create")
                    || call.startsWith("az iot edge deployment delete"));
    assertThat(state.resolve("parameters.json")).hasContent(parameters);
  }

  @Test
  void onlyDeletedVaultsOfItsOwnAreRecovered() throws Exception {
    String ids = "/subscriptions/1/providers/Microsoft.KeyVault/resourceGroups/%s/vaults/%s";
    List<List<String>> deleted =
        List.of(
            List.of("bactrianabc123ca", "bactrian", ids.formatted("Bactrian", "bactrianabc123ca")),
            List.of("bactrianabc123kv", "bactrian", ids.formatted("bactrian", "bactrianabc123kv")),
            List.of("bactrianxyz789kv", "None", ids.formatted("bactrian", "bactrianxyz789kv")),
            List.of("payroll", "bactrian", ids.formatted("bactrian", "payroll")),
            List.of("bactriandef456kv", "bactrian", ids.formatted("bactrian2", "bactriandef456kv")),
            List.of("bactrianghi789kv", "other", ids.formatted("bactrian", "bactrianghi789kv")));
    Files.write(
        state.resolve("deleted"), deleted.stream().map(line -> String.join("\t", line)).toList());

    assertThat(run().exitCode()).isZero();

    assertThat(commands.calls())
        .filteredOn(call -> call.startsWith("az keyvault recover"))
        .containsExactly(
            "az keyvault recover --name bactrianabc123ca --output none",
            "az keyvault recover --name bactrianabc123kv --output none");
  }

  @Test
  void theVaultsThatAreMadeAreThoseThatWouldBeRecovered() throws Exception {
    String main = Files.readString(DeployFolder.resolve("azure/main.bicep"));

    assertThat(main)
        .contains(
            "application: 'bactrian'",
            "uniqueString(resourceGroup().id), 6)",
            "compactPrefix = '${name}${unique}'",
            "'${compactPrefix}ca'",
            "'${compactPrefix}kv'");
  }

  @Test
  void aRunAfterOneThatFailedKeepsThePasswordOfTheDatabase() throws Exception {
    run();
    String parameters = Files.readString(state.resolve("parameters.json"));
    Files.delete(state.resolve("deployment"));

    assertThat(run().exitCode()).isZero();

    assertThat(state.resolve("parameters.json")).hasContent(parameters);
  }

  @Test
  void theServiceThatIsNamedAtTheEndHasThePortThatIsNamed() throws Exception {
    String hint = String.join(" ", run().output());
    List<JsonNode> resources =
        DeployFolder.documents(
            new Helm(DeployFolder.resolve("kubernetes/bactrian"))
                .template()
                .withKubeVersion("v1.33.0")
                .withName("bactrian")
                .withNamespace("bactrian")
                .withValuesFile(state.resolve("values.yaml"))
                .call());

    JsonNode service = only(resources, "Service");
    assertThat(hint)
        .contains(
            "port-forward service/%s %s,"
                .formatted(
                    service.at("/metadata/name").asText(), service.at("/spec/ports/0/port")));
  }

  @Test
  void secretsAreOnNoCommandLineAndStayNowhere() throws Exception {
    Outcome outcome = run();
    String password =
        new ObjectMapper()
            .readTree(state.resolve("parameters.json").toFile())
            .at("/parameters/databasePassword/value")
            .asText();

    assertThat(commands.calls())
        .isNotEmpty()
        .noneMatch(
            call ->
                call.contains(password)
                    || call.contains(StubbedAzure.TOKEN)
                    || call.contains(StubbedAzure.PULL_PASSWORD));
    assertThat(outcome.output())
        .isNotEmpty()
        .noneMatch(
            line ->
                line.contains(password)
                    || line.contains(StubbedAzure.TOKEN)
                    || line.contains(StubbedAzure.PULL_PASSWORD));
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
    assertThat(state.resolve("docker.json")).content().contains("registry.example.org");
  }

  @Test
  void whatIsMissingIsToldAtOnceBeforeAnythingIsMade() throws Exception {
    commands.without("helm").without("kubelogin");
    Outcome outcome = run();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output())
        .singleElement()
        .asString()
        .contains("missing commands: helm kubelogin.");

    prepare();
    Files.createFile(state.resolve("logged-out"));
    outcome = run();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).singleElement().asString().contains("az login");
    assertThat(commands.calls()).noneMatch(call -> call.contains("create"));
  }

  @Test
  void wrongOptionsAreRefused() throws Exception {
    refused("unknown argument --nmae", "--nmae", "x");
    refused("--name needs a value", "--name");
    refused("is no beginning of names", "--name", "Bactrian!");
    refused("is no name of a resource group", "--resource-group", "a b");
    refused("is no mail address", "--alert-mail", "a\",\"b");
    refused("is no kind of principal", "--administrator-type", "User\" }, \"x\": { \"value\": \"y");
    refused("is no kind of principal", "--administrator-type", "Groups");
    refused("--resource-group needs a value", "--resource-group", "--what-if");
    refused("--target-condition needs a value", "--target-condition", "--what-if");
    refused("belong to uninstall", "--all", "--yes");
    refused("is no file that can be read", "--parameters", "none.json");
    refused("is no file that can be read", "--values", folder.toString());
    String bicep = Files.createFile(folder.resolve("size.bicepparam")).toString();
    refused("must be a file of type json", "--parameters", bicep);
    refused("must be a file of type yaml yml json", "--values", bicep);
    assertThat(commands.calls()).isEmpty();
  }

  @Test
  void anUninstallationLeavesWhatIsKeptUnlessAllIsToGo() throws Exception {
    run();

    Outcome outcome = run("uninstall");
    assertThat(outcome.exitCode()).as("%s", outcome.output()).isZero();
    assertThat(commands.calls()).anyMatch(call -> call.startsWith("helm uninstall bactrian"));
    assertThat(state.resolve("edges")).isEmptyFile();
    assertThat(state.resolve("pull-token")).doesNotExist();
    assertThat(state.resolve("group")).exists();

    assertThat(run("uninstall", "--all").exitCode()).isEqualTo(1);
    assertThat(state.resolve("group")).exists();

    commands.without("kubelogin").without("helm");
    assertThat(run("uninstall", "--all", "--yes").exitCode()).isZero();
    assertThat(state.resolve("group")).doesNotExist();
    assertThat(run("uninstall", "--all", "--yes").output())
        .contains("There is no resource group bactrian.");
  }

  @Test
  void anUninstallationMayBeListed() throws Exception {
    run();
    commands.forgetCalls();

    assertThat(run("uninstall", "--all", "--what-if").output())
        .allMatch(line -> line.startsWith("would "))
        .anyMatch(line -> line.contains("deployments to gateways") && line.contains("base"))
        .anyMatch(line -> line.contains("delete resource group bactrian"));
    assertThat(commands.calls()).isEmpty();
  }

  @Test
  void rolesOfTheApplicationAreThePermissionsOfTheCloud() throws Exception {
    JsonNode roles =
        new ObjectMapper().readTree(DeployFolder.resolve("azure/app-roles.json").toFile());

    assertThat(
            StreamSupport.stream(roles.spliterator(), false)
                .map(role -> role.path("value").asText()))
        .containsExactlyElementsOf(
            Arrays.stream(Permission.values()).map(Permission::text).toList());
  }

  private Outcome run(String... arguments) throws Exception {
    return commands.run(SCRIPT, arguments);
  }

  private void refused(String words, String... arguments) throws Exception {
    Outcome outcome = run(arguments);
    assertThat(outcome.exitCode()).as("%s", outcome.output()).isEqualTo(2);
    assertThat(String.join("\n", outcome.output())).contains(words);
  }
}
