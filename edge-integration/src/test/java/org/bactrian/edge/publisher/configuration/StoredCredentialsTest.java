package org.bactrian.edge.publisher.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bactrian.edge.file.FileWatchSettings;
import org.bactrian.edge.publisher.nodes.PublishedNodesFile;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.opcua.session.UserCredential;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;

/** Credentials in a published nodes file that operations edit. */
@Exercises(
    attributes = {"EncryptedAuthUsername", "EncryptedAuthPassword"},
    options = "ForceCredentialEncryption")
class StoredCredentialsTest extends EditedNodesFile {

  @Test
  void credentialsAreEncryptedAtRestWhenThatIsAskedFor() throws Exception {
    String entry = PUMP.formatted(", \"OpcNodes\": [{\"Id\": \"i=1\"}]").strip();
    String user =
        ", \"OpcAuthenticationMode\": \"UsernamePassword\","
            + " \"OpcAuthenticationUsername\": \"operator\", \"OpcAuthenticationPassword\": \"hidden\"}";
    start("[" + entry.substring(0, entry.length() - 1) + user + "]");
    PublishedNodesEditor editor =
        new PublishedNodesEditor(Optional.of(nodes), false, cipher(), true);

    editor.sealPresent();

    assertThat(Files.readString(file))
        .contains("EncryptedAuthUsername", "EncryptedAuthPassword")
        .doesNotContain("operator", "hidden");
    assertThat(afterRestart()).containsExactly("i=1");
    assertThat(nodes.current().groups().get(0).writers().get(0).connection().user())
        .isEqualTo(new UserCredential.UserName("operator", "hidden"));

    use(new PublishedNodesEditor(Optional.of(nodes), false, cipher(), false));
    ObjectNode request = (ObjectNode) json(entry.substring(0, entry.length() - 1) + user);
    request.set("OpcNodes", json("[{\"Id\": \"i=2\"}]"));
    operations.publishNodes(request);
    assertThat(Files.readString(file)).doesNotContain("operator", "hidden");
    assertThat(afterRestart()).containsExactly("i=1", "i=2");

    Files.delete(folder.resolve("data/credentials.key"));
    assertThat(afterRestart()).isEmpty();
  }

  @Test
  void aDamagedKeyOfEncryptedCredentialsIsNamedAndNothingIsChanged() throws Exception {
    String user =
        ", \"OpcAuthenticationMode\": \"UsernamePassword\","
            + " \"OpcAuthenticationUsername\": \"operator\", \"OpcAuthenticationPassword\": \"hidden\","
            + " \"OpcNodes\": [{\"Id\": \"i=1\"}]";
    start("[" + PUMP.formatted(user) + "]");
    new PublishedNodesEditor(Optional.of(nodes), false, cipher(), true).sealPresent();
    String sealed = Files.readString(file);
    Path key = folder.resolve("data/credentials.key");
    Files.write(key, Arrays.copyOf(Files.readAllBytes(key), 16));

    assertThat(new PublishedNodesFile(file, defaults(), FileWatchSettings.DEFAULT).faults())
        .singleElement()
        .asString()
        .contains("credentials.key in the data folder is damaged", "Restore it from a backup");
    assertRefused(
        FaultKind.INTERNAL, () -> operations.publishNodes(pump("i=2")), "credentials.key");
    assertThat(operations.getConfiguredEndpoints("false").endpoints()).hasSize(1);
    assertThat(Files.readString(file)).isEqualTo(sealed);
  }

  @Test
  void aTokenIsEncryptedAtRestAsAPasswordIs() throws Exception {
    String entry =
        PUMP.formatted(
                ", \"OpcAuthenticationMode\": \"JwtToken\", \"OpcAuthenticationPassword\":"
                    + " \"hidden\", \"OpcNodes\": [{\"Id\": \"i=1\"}]")
            .strip();
    start("[" + entry + "]");

    new PublishedNodesEditor(Optional.of(nodes), false, cipher(), true).sealPresent();

    assertThat(Files.readString(file)).contains("EncryptedAuthPassword").doesNotContain("hidden");
    assertThat(afterRestart()).containsExactly("i=1");
    assertThat(nodes.current().groups().get(0).writers().get(0).connection().user())
        .isEqualTo(new UserCredential.JsonWebToken("hidden"));
  }

  @Test
  void passwordsStayInTheFileAndOutOfAnswers() throws Exception {
    ObjectNode secret = pump("ns=2;s=Speed");
    secret
        .put("OpcAuthenticationMode", "UsernamePassword")
        .put("OpcAuthenticationUsername", "operator")
        .put("OpcAuthenticationPassword", "hidden");
    operations.publishNodes(secret);

    List<ObjectNode> told = operations.getConfiguredEndpoints("true").endpoints();
    assertThat(told.toString()).contains("operator").doesNotContain("hidden");

    operations.setConfiguredEndpoints(
        JSON.createObjectNode().set("endpoints", JSON.valueToTree(told)));
    assertThat(Files.readString(file)).contains("hidden");
    assertThat(operations.getConfiguredNodesOnEndpoint(told.get(0)).opcNodes()).hasSize(1);
  }
}
