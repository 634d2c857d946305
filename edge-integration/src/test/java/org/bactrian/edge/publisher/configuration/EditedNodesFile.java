package org.bactrian.edge.publisher.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bactrian.edge.file.FileWatchSettings;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.nodes.CredentialCipher;
import org.bactrian.edge.publisher.nodes.PublishedNodesFile;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Published nodes file in a folder of a test, and the operations that edit it. */
abstract class EditedNodesFile {

  static final ObjectMapper JSON = new ObjectMapper();
  static final String PUMP =
      """
      {"EndpointUrl": "opc.tcp://plant:4840", "UseSecurity": false,
       "DataSetWriterGroup": "Hall 3", "DataSetWriterId": "Pump"%s}
      """;

  @TempDir Path folder;
  Path file;
  PublishedNodesFile nodes;
  ConfigurationOperations operations;
  WriterOperations writers;
  PublishedItemOperations items;

  @BeforeEach
  void open() throws IOException {
    start("[]");
  }

  void start(String content) throws IOException {
    file = folder.resolve("nodes.json");
    Files.writeString(file, content);
    nodes = new PublishedNodesFile(file, defaults(), FileWatchSettings.DEFAULT);
    use(new PublishedNodesEditor(Optional.of(nodes), false, cipher(), false));
  }

  void use(PublishedNodesEditor editor) {
    operations =
        new ConfigurationOperations(
            editor, new PublishingDiagnostics(List::of, InstantSource.system()));
    writers = new WriterOperations(editor);
    items = new PublishedItemOperations(editor);
  }

  PublishingDefaults defaults() {
    return PublishingDefaults.compatible("edge").withCipher(cipher());
  }

  CredentialCipher cipher() {
    return CredentialCipher.in(folder.resolve("data"));
  }

  static ObjectNode pump(String... ids) {
    List<String> listed = new ArrayList<>();
    for (String id : ids) {
      listed.add("{\"Id\": \"" + id + "\"}");
    }
    return (ObjectNode) json(PUMP.formatted(ids.length == 0 ? "" : ", \"OpcNodes\": " + listed));
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  List<String> publishedIds() {
    return ids(nodes.current().groups());
  }

  List<String> afterRestart() {
    return ids(
        new PublishedNodesFile(file, defaults(), FileWatchSettings.DEFAULT).current().groups());
  }

  static List<String> ids(Object groupsOrNodes) {
    List<String> ids = new ArrayList<>();
    for (Object one : (List<?>) groupsOrNodes) {
      if (one instanceof WriterGroup group) {
        group
            .writers()
            .forEach(writer -> writer.fields().forEach(field -> ids.add(field.nodeId())));
      } else {
        ids.add(((ObjectNode) one).path("Id").asText());
      }
    }
    return ids;
  }

  void assertRefused(FaultKind kind, ThrowingCallable call, String reason) {
    OperationException refused = catchThrowableOfType(OperationException.class, call);
    assertThat(refused)
        .isNotNull()
        .hasMessageContaining(reason)
        // Callers need not know the folders of the edge.
        .message()
        .doesNotContain(folder.toString());
    assertThat(refused.kind()).isEqualTo(kind);
  }
}
