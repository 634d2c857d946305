package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bactrian.edge.publisher.nodes.CredentialCipher;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.jspecify.annotations.Nullable;

/**
 * Content of a published nodes file while it is changed. Entries and nodes keep their order, and
 * attributes that are not known stay as they are; comments are lost. Not thread-safe.
 */
final class PublishedNodesDocument {

  static final String NODES = "OpcNodes";
  static final String INTERVAL = "DataSetPublishingInterval";

  /** Attributes of plain credentials and of encrypted ones. */
  private static final Map<String, String> SEALED =
      Map.of(
          "OpcAuthenticationUsername", "EncryptedAuthUsername",
          "OpcAuthenticationPassword", "EncryptedAuthPassword");

  private static final String LEGACY_NODE = "NodeId";
  private static final String TIMESPAN = "Timespan";

  /** As lenient as the reader of the file. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final ObjectWriter PRETTY =
      JSON.writer(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private final ArrayNode entries;

  /** Entries by the settings of their DataSets, in the order of the file; null until asked for. */
  private @Nullable Map<List<String>, List<Identified>> bySettings;

  /**
   * Entry with its identity, which a change of its nodes or intervals does not change.
   *
   * @param entry the entry
   * @param identity identity of its DataSet
   */
  private record Identified(ObjectNode entry, DataSetIdentity identity) {}

  private PublishedNodesDocument(ArrayNode entries) {
    this.entries = entries;
  }

  /** A document without entries. */
  static PublishedNodesDocument empty() {
    return new PublishedNodesDocument(JsonNodeFactory.instance.arrayNode());
  }

  /**
   * Reads the text of a file.
   *
   * @throws JsonProcessingException when it is no JSON
   * @throws OperationException of kind INVALID_STATE when it is no list of entries
   */
  static PublishedNodesDocument parse(String text) throws JsonProcessingException {
    JsonNode tree = JSON.readTree(text);
    if (!(tree instanceof ArrayNode list)) {
      throw new OperationException(
          FaultKind.INVALID_STATE,
          "The published nodes file is no list of entries. Put its entries in [ ].");
    }
    return new PublishedNodesDocument(list);
  }

  /** The entries; what stands in the list besides is no concern of operations. */
  List<ObjectNode> entries() {
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode entry : entries) {
      if (entry instanceof ObjectNode object) {
        objects.add(object);
      }
    }
    return objects;
  }

  /** The entries of the DataSet that a request means. */
  List<ObjectNode> meantBy(ObjectNode request) {
    DataSetIdentity meant = DataSetIdentity.of(request);
    Map<List<String>, List<Identified>> index = bySettings;
    if (index == null) {
      index = new HashMap<>();
      for (ObjectNode entry : entries()) {
        index(entry, index);
      }
      bySettings = index;
    }
    return index.getOrDefault(meant.settings(), List.of()).stream()
        .filter(one -> one.identity().isMeantBy(meant))
        .map(Identified::entry)
        .toList();
  }

  private static void index(ObjectNode entry, Map<List<String>, List<Identified>> index) {
    DataSetIdentity identity = DataSetIdentity.of(entry);
    index
        .computeIfAbsent(identity.settings(), settings -> new ArrayList<>())
        .add(new Identified(entry, identity));
  }

  void add(ObjectNode entry) {
    entries.add(entry);
    if (bySettings != null) {
      index(entry, bySettings);
    }
  }

  /** Puts an entry in the place of another. */
  @SuppressWarnings("ReferenceEquality") // Another entry may say the same.
  void replace(ObjectNode present, ObjectNode entry) {
    bySettings = null;
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) == present) {
        entries.set(i, entry);
      }
    }
  }

  /** Removes these very entries; others that say the same stay. */
  void remove(List<ObjectNode> unwanted) {
    if (unwanted.isEmpty()) {
      return;
    }
    Set<JsonNode> objects = Collections.newSetFromMap(new IdentityHashMap<>());
    objects.addAll(unwanted);
    entries.removeIf(objects::contains);
    if (bySettings != null) {
      for (ObjectNode entry : unwanted) {
        bySettings
            .getOrDefault(DataSetIdentity.of(entry).settings(), new ArrayList<>())
            .removeIf(one -> objects.contains(one.entry()));
      }
    }
  }

  void clear() {
    bySettings = null;
    entries.removeAll();
  }

  /** The nodes of an entry, those of the form of 2.5 among them; a change of the list is none. */
  static List<ObjectNode> nodes(ObjectNode entry) {
    List<ObjectNode> nodes = new ArrayList<>();
    for (JsonNode node : AttributeAccess.get(entry, NODES)) {
      if (node instanceof ObjectNode object) {
        nodes.add(object);
      }
    }
    if (nodes.isEmpty() && AttributeAccess.get(entry, LEGACY_NODE) instanceof ObjectNode legacy) {
      String id = AttributeAccess.text(legacy, "Identifier");
      if (!id.isEmpty()) {
        nodes.add(JsonNodeFactory.instance.objectNode().put(NodeIdentity.ID, id));
      }
    }
    return nodes;
  }

  /** Gives an entry its nodes; an entry of the form of 2.5 gets that of 2.9. */
  static void setNodes(ObjectNode entry, List<ObjectNode> nodes) {
    AttributeAccess.remove(entry, LEGACY_NODE);
    AttributeAccess.set(entry, NODES, JsonNodeFactory.instance.arrayNode().addAll(nodes));
  }

  /** The publishing interval of an entry in the form that {@link ComparedAttribute} gives it. */
  static String interval(ObjectNode entry) {
    return new ComparedAttribute(INTERVAL, ComparedAttribute.Form.MILLISECONDS).of(entry);
  }

  /** Gives an entry the publishing interval of another, or none. */
  static void setInterval(ObjectNode entry, ObjectNode other) {
    AttributeAccess.set(entry, INTERVAL, AttributeAccess.get(other, INTERVAL));
    AttributeAccess.set(
        entry, INTERVAL + TIMESPAN, AttributeAccess.get(other, INTERVAL + TIMESPAN));
  }

  /**
   * Puts plain credentials in the place of encrypted ones.
   *
   * @return whether there were any
   * @throws IOException when the key cannot be read
   */
  boolean unseal(CredentialCipher cipher) throws IOException {
    bySettings = null;
    boolean any = false;
    for (ObjectNode entry : entries()) {
      for (Map.Entry<String, String> pair : SEALED.entrySet()) {
        String sealed = AttributeAccess.text(entry, pair.getValue());
        if (!sealed.isEmpty() && AttributeAccess.text(entry, pair.getKey()).isEmpty()) {
          Optional<String> plain = cipher.decrypt(sealed);
          any |= plain.isPresent();
          plain.ifPresent(
              text -> {
                AttributeAccess.remove(entry, pair.getValue());
                AttributeAccess.set(entry, pair.getKey(), TextNode.valueOf(text));
              });
        }
      }
    }
    return any;
  }

  /**
   * Puts encrypted credentials in the place of plain ones.
   *
   * @return whether there were any
   */
  boolean seal(CredentialCipher cipher) throws IOException {
    bySettings = null;
    boolean any = false;
    for (ObjectNode entry : entries()) {
      for (Map.Entry<String, String> pair : SEALED.entrySet()) {
        String plain = AttributeAccess.text(entry, pair.getKey());
        if (!plain.isEmpty()) {
          AttributeAccess.remove(entry, pair.getKey());
          AttributeAccess.set(entry, pair.getValue(), TextNode.valueOf(cipher.encrypt(plain)));
          any = true;
        }
      }
    }
    return any;
  }

  /** The text for the file. */
  String text() {
    try {
      return PRETTY.writeValueAsString(entries) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
