package org.bactrian.deploy.iotedge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.bactrian.deploy.DeployFolder;
import org.bactrian.deploy.script.StubbedCommands;
import org.bactrian.deploy.script.StubbedCommands.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The set-up script of a gateway, below a folder of its own and without a package manager. */
class GatewaySetupTest {

  private static final Path SCRIPT = DeployFolder.resolve("iot-edge/setup-gateway.sh");
  private static final String KEY = "c2VjcmV0LWtleS1vZi10aGUtZ2F0ZXdheS1mb3ItdGVzdHM=";

  @TempDir private Path folder;
  private Path root;
  private Path secretFile;
  private StubbedCommands commands;

  @BeforeEach
  void prepare() throws Exception {
    root = Files.createDirectories(folder.resolve("root"));
    release("debian", "12");
    secretFile =
        Files.writeString(
            folder.resolve("secret"),
            "HostName=hub.azure-devices.net;DeviceId=gateway;SharedAccessKey=" + KEY + "\n");
    commands =
        new StubbedCommands(folder)
            .with("GATEWAY_ROOT", root.toString())
            .stub("id", "echo 0")
            .stub("curl")
            .stub("dpkg")
            .stub("chown")
            .stub("iotedge")
            .stub("apt-get")
            .stub("dpkg-query", "exit 1");
  }

  @Test
  void aMachineBecomesAGateway() throws Exception {
    Outcome outcome = install();

    assertThat(outcome.exitCode()).as("%s", outcome.output()).isZero();
    assertThat(commands.calls())
        .anyMatch(call -> call.startsWith("curl ") && call.contains("/debian/12/"))
        .anyMatch(call -> call.startsWith("apt-get install") && call.endsWith("moby-engine"))
        .anyMatch(call -> call.startsWith("apt-get install") && call.endsWith("aziot-edge=1.6*"))
        .contains("chown 65532 " + root + "/var/lib/bactrian/edge")
        .contains("chown 13623 " + root + "/var/lib/bactrian/edgehub")
        .contains("iotedge config apply -c " + root + "/etc/aziot/config.toml");
    Path configuration = root.resolve("etc/aziot/config.toml");
    assertThat(configuration)
        .content()
        .contains("source = \"manual\"")
        .contains("connection_string = \"HostName=hub.azure-devices.net;DeviceId=gateway;")
        .contains("azureiotedge-agent:1.6");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(configuration)))
        .isEqualTo("rw-------");
  }

  @Test
  void secretsAreInNoCommandAndInNoOutput() throws Exception {
    Outcome outcome = install();

    assertThat(commands.calls()).isNotEmpty().noneMatch(call -> call.contains(KEY));
    assertThat(outcome.output()).isNotEmpty().noneMatch(line -> line.contains(KEY));
  }

  @Test
  void aSecondRunChangesNothing() throws Exception {
    install();
    commands
        .stub(
            "dpkg-query",
            "case \"$*\" in *Version*) echo 1.6.0-1 ;; *) echo 'install ok installed' ;; esac")
        .forgetCalls();

    Outcome outcome = install();

    assertThat(outcome.exitCode()).isZero();
    assertThat(commands.calls())
        .isNotEmpty()
        .allMatch(call -> call.startsWith("dpkg-query") || call.startsWith("id"));
  }

  @Test
  void anotherSecretReplacesTheConfigurationAndKeepsTheFormerOne() throws Exception {
    install();
    Files.writeString(secretFile, Files.readString(secretFile).replace("gateway", "second"));

    assertThat(install().exitCode()).isZero();

    assertThat(root.resolve("etc/aziot/config.toml")).content().contains("DeviceId=second");
    assertThat(root.resolve("etc/aziot/config.toml.former")).content().contains("DeviceId=gateway");
  }

  @Test
  void aConfigurationThatWasNotAppliedIsAppliedByTheNextRun() throws Exception {
    commands.stub("iotedge", "exit 1");
    Outcome outcome = install();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(String.join("\n", outcome.output())).contains("does not take the configuration");

    commands.stub("iotedge").forgetCalls();
    assertThat(install().exitCode()).isZero();

    assertThat(commands.calls())
        .contains("iotedge config apply -c " + root + "/etc/aziot/config.toml");
  }

  @Test
  void whatWouldBeDoneIsListedAndNotDone() throws Exception {
    commands.stub("id", "echo 1000");

    Outcome outcome = install("--what-if");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output())
        .containsExactly(
            "would add Microsoft's package repository for debian 12",
            "would install the container engine moby-engine",
            "would install aziot-edge 1.6",
            "would create /var/lib/bactrian/edge, owned by user 65532",
            "would create /var/lib/bactrian/edgehub, owned by user 13623",
            "would write /etc/aziot/config.toml and apply it");
    assertThat(commands.calls()).allMatch(call -> call.startsWith("dpkg-query"));
    assertThat(root.resolve("etc/aziot")).doesNotExist();
    assertThat(root.resolve("var")).doesNotExist();
  }

  @Test
  void aListOfWhatWouldBeDoneReadsNoSecret() throws Exception {
    // Root reads every file, so this one shows by what it holds that it was not read.
    Files.writeString(secretFile, "neither a connection string nor a key");
    String file = secretFile.toString();

    assertThat(install("--what-if").exitCode()).isZero();
    assertThat(
            run(
                    "--scope-id",
                    "0ne1",
                    "--registration-id",
                    "press-4",
                    "--symmetric-key-file",
                    file,
                    "--what-if")
                .exitCode())
        .isZero();
    refused(2, "does not hold a connection string", "--connection-string-file", file);
    refused(2, "cannot be read", "--connection-string-file", file + "x", "--what-if");
  }

  @Test
  void aListOfWhatWouldBeDoneDoesNotReadTheFormerConfiguration() throws Exception {
    Path former = root.resolve("etc/aziot/config.toml");
    Files.createDirectories(former.getParent());
    Files.writeString(former, "# former");

    assertThat(install("--what-if").output())
        .last()
        .asString()
        .startsWith("would write /etc/aziot/config.toml and apply it, unless it is the same");
    assertThat(former).hasContent("# former");
  }

  @Test
  void theProvisioningServiceIsConfiguredWithAKeyOrACertificate() throws Exception {
    Files.writeString(secretFile, KEY);
    assertThat(
            run(
                    "--scope-id",
                    "0ne1",
                    "--registration-id",
                    "press-4",
                    "--symmetric-key-file",
                    secretFile.toString())
                .exitCode())
        .isZero();
    assertThat(root.resolve("etc/aziot/config.toml"))
        .content()
        .contains("id_scope = \"0ne1\"")
        .contains("method = \"symmetric_key\"\nregistration_id = \"press-4\"");

    assertThat(
            run(
                    "--scope-id",
                    "0ne1",
                    "--certificate",
                    secretFile.toString(),
                    "--private-key",
                    secretFile.toString())
                .exitCode())
        .isZero();
    assertThat(root.resolve("etc/aziot/config.toml"))
        .content()
        .contains("identity_cert = \"file://" + secretFile + "\"");
  }

  @Test
  void whatCannotBeUsedIsRefusedBeforeAnythingChanges() throws Exception {
    refused(2, "how the device is provisioned");
    refused(2, "unknown argument --conection", "--conection", "x");
    refused(2, "--scope-id needs a value", "--scope-id");
    refused(2, "--scope-id needs a value", "--scope-id", "--what-if");
    refused(
        2,
        "must be an absolute path",
        "--scope-id",
        "0ne1",
        "--certificate",
        "/etc/a \"b",
        "--private-key",
        "/etc/a");
    refused(2, "cannot be read", "--connection-string-file", folder.resolve("none").toString());
    refused(2, "needs --symmetric-key-file, or --certificate", "--scope-id", "0ne1");
    refused(
        2, "are two ways", "--connection-string-file", secretFile.toString(), "--scope-id", "0ne1");
    refused(
        2,
        "are two ways",
        "--scope-id",
        "0ne1",
        "--symmetric-key-file",
        secretFile.toString(),
        "--certificate",
        secretFile.toString());
    refused(2, "belongs to uninstall", "--purge");
    refused(
        2,
        "other characters",
        "--scope-id",
        "x\"\nsource = \"manual",
        "--certificate",
        secretFile.toString(),
        "--private-key",
        secretFile.toString());
    Files.writeString(secretFile, "HostName=hub;DeviceId=x\";SharedAccessKey=a=");
    refused(
        2, "does not hold a connection string", "--connection-string-file", secretFile.toString());
    assertThat(commands.calls()).isEmpty();
  }

  @Test
  void aSystemWithoutPackagesAndAUserWithoutRightsAreToldSo() throws Exception {
    release("fedora", "41");
    assertThat(install().output()).singleElement().asString().contains("fedora 41");

    release("ubuntu", "24.04");
    commands.stub("id", "echo 1000");
    Outcome outcome = install();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).singleElement().asString().contains("root is needed");
  }

  @Test
  void anUninstallationLeavesTheDataUnlessItIsToBePurged() throws Exception {
    install();
    commands.stub("dpkg-query", "echo 'install ok installed'").stub("docker").forgetCalls();

    Outcome outcome = run("uninstall");

    assertThat(outcome.exitCode()).as("%s", outcome.output()).isZero();
    assertThat(commands.calls())
        .anyMatch(call -> call.startsWith("docker ps -aq --filter label="))
        .contains("apt-get purge -y -qq aziot-edge", "apt-get purge -y -qq aziot-identity-service");
    assertThat(root.resolve("etc/aziot")).doesNotExist();
    assertThat(root.resolve("var/lib/bactrian/edge")).exists();

    run("uninstall", "--purge");
    assertThat(root.resolve("var/lib/bactrian")).doesNotExist();
  }

  private Outcome install(String... more) throws Exception {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "--connection-string-file";
    arguments[1] = secretFile.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return run(arguments);
  }

  private Outcome run(String... arguments) throws Exception {
    return commands.run(SCRIPT, arguments);
  }

  private void refused(int exitCode, String words, String... arguments) throws Exception {
    Outcome outcome = run(arguments);
    assertThat(outcome.exitCode()).as("%s", outcome.output()).isEqualTo(exitCode);
    assertThat(String.join("\n", outcome.output())).contains(words);
  }

  private void release(String distribution, String version) throws Exception {
    Path file = root.resolve("etc/os-release");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "VERSION_ID=\"%s\"\nID=%s\n".formatted(version, distribution));
  }
}
