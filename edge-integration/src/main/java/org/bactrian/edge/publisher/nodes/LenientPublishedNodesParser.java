package org.bactrian.edge.publisher.nodes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.model.json.DecimalJsonFactory;

/**
 * Parses the text of a published nodes file into entries and keeps the place of everything. It is
 * as lenient as OPC Publisher: names in any case, comments, trailing commas, single quotation
 * marks, names without quotation marks, numbers and booleans as text.
 */
final class LenientPublishedNodesParser {

  /** Half of what JSON is written with, so that an answer can hold whatever the file holds. */
  private static final int DEEPEST = StreamWriteConstraints.DEFAULT_MAX_DEPTH / 2;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              new DecimalJsonFactory()
                  .setStreamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build()))
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final String IDENTIFIER = "Identifier";

  private final JsonParser json;

  private LenientPublishedNodesParser(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads a text.
   *
   * @throws PublishedNodesSyntaxException when it is no list of entries
   */
  static List<PublishedNodesEntry> parse(String text) throws PublishedNodesSyntaxException {
    try (JsonParser json = JSON.createParser(text)) {
      return new LenientPublishedNodesParser(json).entries();
    } catch (JsonProcessingException e) {
      throw PublishedNodesSyntaxException.of(e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private List<PublishedNodesEntry> entries() throws IOException, PublishedNodesSyntaxException {
    JsonToken first = json.nextToken();
    if (first == null) {
      throw new PublishedNodesSyntaxException(
          FileLocation.of(json.currentLocation()),
          "The file is empty. Write [] to publish nothing.");
    }
    if (first != JsonToken.START_ARRAY) {
      throw new PublishedNodesSyntaxException(
          here(), "The file is not a list of entries. Put its entries in [ ].");
    }
    List<PublishedNodesEntry> entries = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      entries.add(entry("/" + entries.size()));
    }
    return entries;
  }

  private PublishedNodesEntry entry(String pointer) throws IOException {
    FileLocation at = here().of(pointer, "");
    Draft draft = new Draft(AttributeCatalog.ENTRY, pointer);
    if (isObject(
        draft, "An entry is not an object. Write { \"EndpointUrl\": …, \"OpcNodes\": … }.")) {
      properties(draft);
    }
    return new PublishedNodesEntry(at, draft.values(), draft.nodes, draft.problems());
  }

  private OpcNode node(String pointer) throws IOException {
    FileLocation at = here().of(pointer, "");
    Draft draft = new Draft(AttributeCatalog.NODE, pointer);
    if (isObject(draft, "A node is not an object. Write { \"Id\": \"ns=2;s=Name\" }.")) {
      properties(draft);
    }
    return new OpcNode(at, draft.values(), draft.nodes, draft.problems());
  }

  private boolean isObject(Draft draft, String otherwise) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      return true;
    }
    draft.problems.add(EntryProblem.error(here().of(draft.pointer, ""), otherwise));
    json.skipChildren();
    return false;
  }

  private void properties(Draft draft) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      FileLocation at = here().of(draft.pointer, name);
      JsonToken value = json.nextToken();
      Optional<PublishedNodesAttribute> attribute = draft.names.find(name);
      if (attribute.isEmpty()) {
        draft.unknown(name, at);
        json.skipChildren();
      } else if (value == JsonToken.VALUE_NULL) {
        draft.found.remove(attribute.get());
      } else {
        property(draft, attribute.get(), at, value);
      }
    }
  }

  private void property(
      Draft draft, PublishedNodesAttribute attribute, FileLocation at, JsonToken value)
      throws IOException {
    draft.once(attribute, at);
    if (attribute.type() instanceof AttributeType.Nodes && value == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        draft.nodes.add(node(at.pointer() + "/" + draft.nodes.size()));
      }
      draft.found.put(attribute, new AttributeValues.Found("…", at));
      return;
    }
    JsonNode tree = JSON.readTree(json);
    try {
      if (attribute == EntryAttribute.NODE_ID && tree.isObject()) {
        draft.nodes.add(legacyNode(tree, at));
        draft.found.put(attribute, new AttributeValues.Found("…", at));
      } else {
        draft.found.put(
            attribute, new AttributeValues.Found(attribute.type().read(tree, attribute), at));
      }
    } catch (AttributeValueException e) {
      draft.invalid(attribute, at, quoted(tree, attribute), e);
    }
  }

  /** The form of 2.5 and older: an entry that is a single node. */
  private static OpcNode legacyNode(JsonNode tree, FileLocation at) throws AttributeValueException {
    for (Map.Entry<String, JsonNode> property : tree.properties()) {
      if (property.getKey().equalsIgnoreCase(IDENTIFIER) && property.getValue().isTextual()) {
        AttributeValues.Found id = new AttributeValues.Found(property.getValue().asText(), at);
        AttributeValues values =
            new AttributeValues(AttributeCatalog.NODE, Map.of(OpcNodeAttribute.ID, id));
        return new OpcNode(at, values, List.of(), List.of());
      }
    }
    throw new AttributeValueException(
        "has no Identifier", "Write {\"Identifier\": \"ns=2;s=Name\"}.");
  }

  private static String quoted(JsonNode value, PublishedNodesAttribute attribute) {
    if (attribute.secret()) {
      return attribute.text();
    }
    String text = value.isTextual() ? value.asText() : value.toString();
    String quoted = AttributeValues.quoted(text);
    return attribute.text()
        + " "
        + (value.isTextual() ? quoted : quoted.substring(1, quoted.length() - 1));
  }

  private FileLocation here() {
    return FileLocation.of(json.currentTokenLocation());
  }

  /** An entry or a node that is being read. */
  private static final class Draft {

    private final AttributeNames names;
    private final String pointer;
    private final Map<PublishedNodesAttribute, AttributeValues.Found> found = new LinkedHashMap<>();
    private final Map<PublishedNodesAttribute, FileLocation> seen = new LinkedHashMap<>();
    private final List<OpcNode> nodes = new ArrayList<>();
    private final List<EntryProblem> problems = new ArrayList<>();

    Draft(AttributeNames names, String pointer) {
      this.names = names;
      this.pointer = pointer;
    }

    void once(PublishedNodesAttribute attribute, FileLocation at) {
      FileLocation before = seen.put(attribute, at);
      if (before != null) {
        problems.add(
            EntryProblem.warning(
                at,
                "%s is there twice, first on line %s. The last one counts; delete the other."
                    .formatted(attribute.text(), before.line())));
      }
    }

    void unknown(String name, FileLocation at) {
      AttributeNames others =
          names == AttributeCatalog.ENTRY ? AttributeCatalog.NODE : AttributeCatalog.ENTRY;
      String what = AttributeValues.quoted(name) + " is not a property of " + names.owner() + ". ";
      String remedy =
          others
              .find(name)
              .map(other -> "It is one of " + others.owner() + ": move it there. ")
              .or(
                  () ->
                      NameSuggestion.nearest(name, names.names())
                          .map(nearest -> "Did you mean " + nearest + "? "))
              .orElse("");
      problems.add(EntryProblem.warning(at, what + remedy + "It is ignored."));
    }

    void invalid(
        PublishedNodesAttribute attribute,
        FileLocation at,
        String quoted,
        AttributeValueException exception) {
      String cause = quoted + " " + exception.getMessage() + ". " + exception.remedy();
      if (attribute.state() != PublishedNodesAttribute.State.ACTED) {
        problems.add(EntryProblem.warning(at, cause + " It has no effect."));
      } else if (exception.isHarmless()) {
        problems.add(EntryProblem.warning(at, cause));
        exception
            .instead()
            .ifPresent(value -> found.put(attribute, new AttributeValues.Found(value, at)));
      } else {
        problems.add(EntryProblem.error(at, cause, attribute.text()));
      }
    }

    AttributeValues values() {
      return new AttributeValues(names, found);
    }

    /** A number that no one looks at, because there is a Timespan, refuses nothing. */
    List<EntryProblem> problems() {
      return problems.stream()
          .map(
              problem ->
                  names
                          .find(problem.attribute())
                          .flatMap(names::timespanOf)
                          .filter(found::containsKey)
                          .isPresent()
                      ? problem.asWarning()
                      : problem)
          .toList();
    }
  }
}
