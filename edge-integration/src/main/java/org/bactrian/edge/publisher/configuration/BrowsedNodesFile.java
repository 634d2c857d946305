package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bactrian.edge.publisher.nodes.CredentialCipher;
import org.bactrian.opcua.expansion.HierarchyNode;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.UserCredential;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;

/**
 * Published nodes file of variables that were found by browsing a server: one writer, whose nodes
 * are named by their ways from where browsing began.
 *
 * @param text content of the file
 */
public record BrowsedNodesFile(String text) {

  private static final String SEPARATOR = ".";

  /**
   * Makes the file.
   *
   * @param connection the server, and how it is connected to
   * @param writer name of the writer, and of a variable where browsing began
   * @param variables the variables
   * @param namespaces namespaces of the server
   * @param cipher encrypts the name and the password of the user
   * @throws IOException when the key of the cipher cannot be read or made
   */
  public static BrowsedNodesFile of(
      ConnectionSettings connection,
      String writer,
      List<HierarchyNode> variables,
      NamespaceTable namespaces,
      CredentialCipher cipher)
      throws IOException {
    PublishedNodesDocument document = PublishedNodesDocument.empty();
    ObjectNode entry = connectionEntry(connection);
    if (!writer.isEmpty()) {
      entry.put("DataSetWriterId", writer);
    }
    ArrayNode nodes = entry.putArray("OpcNodes");
    Set<String> taken = new HashSet<>();
    for (HierarchyNode variable : variables) {
      String name = String.join(SEPARATOR, variable.names());
      nodes
          .addObject()
          .put("Id", NodeIdText.format(variable.id(), namespaces, NamespaceFormat.EXPANDED))
          .put("DisplayName", unique(name.isEmpty() ? writer : name, taken));
    }
    document.add(entry);
    document.seal(cipher);
    return new BrowsedNodesFile(document.text());
  }

  private static ObjectNode connectionEntry(ConnectionSettings connection) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("EndpointUrl", connection.endpointUrl());
    entry.put("EndpointSecurityMode", modeOf(connection.securityMode()));
    if (!connection.securityPolicyUri().isEmpty()) {
      entry.put("EndpointSecurityPolicy", connection.securityPolicyUri());
    }
    if (connection.user() instanceof UserCredential.UserName user) {
      entry.put("OpcAuthenticationMode", "UsernamePassword");
      entry.put("OpcAuthenticationUsername", user.user());
      entry.put("OpcAuthenticationPassword", user.password());
    }
    return entry;
  }

  private static String modeOf(RequiredSecurityMode mode) {
    return switch (mode) {
      case BEST -> "Best";
      case NOT_NONE -> "NotNone";
      case NONE -> "None";
      case SIGN -> "Sign";
      case SIGN_AND_ENCRYPT -> "SignAndEncrypt";
    };
  }

  private static String unique(String name, Set<String> taken) {
    String unique = name;
    for (int i = 1; !taken.add(unique); i++) {
      unique = name + "_" + i;
    }
    return unique;
  }

  /**
   * Writes the file as a whole or not at all.
   *
   * @param replace whether a file that is there is replaced
   * @throws FileAlreadyExistsException when it is there and is not to be replaced
   * @throws IOException when it cannot be written
   */
  public void write(Path file, boolean replace) throws IOException {
    requireAbsent(file, replace);
    try (ReplacedFile replacement =
        ReplacedFile.prepare(file, text.getBytes(StandardCharsets.UTF_8))) {
      requireAbsent(file, replace);
      replacement.commit();
    }
  }

  /**
   * Checks that a file may be written.
   *
   * @throws FileAlreadyExistsException when it is there and is not to be replaced
   */
  public static void requireAbsent(Path file, boolean replace) throws FileAlreadyExistsException {
    if (!replace && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
  }
}
