package org.bactrian.cloud.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bactrian.cloud.publisher.contract.PublishedItem;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.Sha1Text;
import org.bactrian.model.time.TimeSpanText;

/**
 * Configuration of a job: a WriterGroup with a DataSetWriter for each publishing interval and user,
 * in the form of version 2.8. Members that are not known here are kept. Not thread-safe.
 */
final class JobConfiguration {

  private static final String NETWORK_MASK =
      "PublisherId, WriterGroupId, NetworkMessageNumber, SequenceNumber, PayloadHeader, Timestamp,"
          + " DataSetClassId, NetworkMessageHeader, DataSetMessageHeader";
  private static final String MESSAGE_MASK =
      "Timestamp, MetaDataVersion, Status, DataSetWriterId, MajorVersion, MinorVersion,"
          + " SequenceNumber";
  private static final String FIELD_MASK =
      "StatusCode, SourceTimestamp, ServerTimestamp, NodeId, DisplayName, EndpointUrl,"
          + " ApplicationUri, ExtensionFields";

  /** Most DataSetWriters, each of which is a subscription of the publisher. */
  private static final int MAX_WRITERS = 1_000;

  private final String jobId;
  private final ObjectNode root;

  private JobConfiguration(String jobId, ObjectNode root) {
    this.jobId = jobId;
    this.root = root;
  }

  /** Reads the configuration of a job. */
  static JobConfiguration read(String jobId, String text) {
    return new JobConfiguration(jobId, (ObjectNode) RegistryJson.read(text, JsonNode.class));
  }

  /**
   * Makes a configuration that publishes nothing yet.
   *
   * @param jobId id of the job, which is that of the endpoint
   * @param endpoint the endpoint
   * @param defaults settings of its engine
   */
  static JobConfiguration of(String jobId, Endpoint endpoint, JobDefaults defaults) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode group = root.putObject("writerGroup");
    group.put("writerGroupId", endpoint.url() == null ? jobId : endpoint.url());
    group.put("messageType", "Json");
    group.putArray("dataSetWriters");
    group.putObject("messageSettings").put("networkMessageContentMask", NETWORK_MASK);
    root.putNull("connectionString");
    root.put("messagingMode", defaults.messagingMode());
    ObjectNode engine = root.putObject("engine");
    defaults.write(engine);
    engine
        .put("diagnosticsInterval", "00:01:00")
        .put("maxMessageSize", 0)
        .put("enableRoutingInfo", false);
    return new JobConfiguration(jobId, root);
  }

  String text() {
    return root.toString();
  }

  /** Hash of the configuration, by which a publisher knows that it has another one. */
  String hash() {
    return Sha1Text.of(text());
  }

  /** Writes the settings of the cloud into the engine. */
  void apply(JobDefaults defaults) {
    defaults.write(root.withObject("/engine"));
  }

  /** Returns whether nothing is published. */
  boolean isEmpty() {
    return writers().isEmpty();
  }

  /** Nodes that are published, in the order of the writers. */
  List<PublishedItem> items() {
    List<PublishedItem> items = new ArrayList<>();
    for (JsonNode writer : writers()) {
      JsonNode interval = source(writer).at("/subscriptionSettings/publishingInterval");
      for (JsonNode variable : variables(writer)) {
        items.add(
            new PublishedItem(
                nodeId(variable),
                text(variable, "publishedVariableDisplayName").orElse(null),
                TimeSpanText.parse(interval.asText("")).orElse(null),
                text(variable, "samplingInterval").flatMap(TimeSpanText::parse).orElse(null),
                text(variable, "heartbeatInterval").flatMap(TimeSpanText::parse).orElse(null)));
      }
    }
    return items;
  }

  /**
   * Publishes nodes, and no more as they were published before. Of several entries for one node the
   * last counts. Takes time in proportion to the nodes of the job and of the request together.
   *
   * @param connection server and user
   * @throws OperationException of kind BAD_REQUEST when it has too many intervals and users
   */
  void add(List<PublishedItem> items, ObjectNode connection) {
    Map<String, PublishedItem> wanted = new LinkedHashMap<>();
    items.forEach(item -> wanted.put(item.nodeId(), item));
    wanted.keySet().removeAll(alreadyPublished(wanted, connection));
    remove(wanted.keySet());
    // Empty writers are gone by now, so that the one for a node may be, too.
    Map<String, ArrayNode> taking = new HashMap<>();
    for (PublishedItem item : wanted.values()) {
      taking
          .computeIfAbsent(writerId(item), id -> variables(takingWriter(id, item, connection)))
          .add(variable(item));
    }
  }

  /** Ids of those nodes that are published just so. */
  private Set<String> alreadyPublished(Map<String, PublishedItem> wanted, ObjectNode connection) {
    Set<String> found = new HashSet<>();
    for (JsonNode writer : writers()) {
      if (!source(writer).path("connection").equals(connection)) {
        continue;
      }
      String id = writer.path("dataSetWriterId").asText();
      for (JsonNode variable : variables(writer)) {
        PublishedItem item = wanted.get(nodeId(variable));
        if (item != null && writerId(item).equals(id) && variable(item).equals(variable)) {
          found.add(item.nodeId());
        }
      }
    }
    return found;
  }

  /** The writer for the interval of a node and for a user, which others may share. */
  private ObjectNode takingWriter(String id, PublishedItem item, ObjectNode connection) {
    return writer(id, connection)
        .map(JobConfiguration::withNextVersion)
        .orElseGet(() -> addWriter(id, item, connection));
  }

  /**
   * Publishes nodes no more, for no user.
   *
   * @return whether one of them was published
   */
  boolean remove(Set<String> nodeIds) {
    boolean removed = false;
    for (Iterator<JsonNode> writers = writers().iterator(); writers.hasNext(); ) {
      ArrayNode variables = variables(writers.next());
      List<JsonNode> kept = new ArrayList<>();
      variables.forEach(
          variable -> {
            if (!nodeIds.contains(nodeId(variable))) {
              kept.add(variable);
            }
          });
      if (kept.size() < variables.size()) {
        removed = true;
        variables.removeAll().addAll(kept);
      }
      if (kept.isEmpty()) {
        writers.remove();
      }
    }
    return removed;
  }

  /** Connects all writers to the endpoint as the registry has it now. */
  void connectTo(ObjectNode endpoint) {
    writers()
        .forEach(
            writer -> ((ObjectNode) source(writer).path("connection")).set("endpoint", endpoint));
  }

  /** The configuration for readers, who need no passwords. */
  JsonNode withoutSecrets() {
    ObjectNode shown = root.deepCopy();
    shown
        .findParents("user")
        .forEach(
            connection -> {
              if (connection.path("user").path("value").isObject()) {
                ObjectNode value = (ObjectNode) connection.path("user").path("value");
                value.retain("user");
              } else if (connection.path("user").isObject()) {
                ((ObjectNode) connection.path("user")).remove("value");
              }
            });
    return shown;
  }

  private ArrayNode writers() {
    return root.withObject("/writerGroup").withArray("/dataSetWriters");
  }

  private static JsonNode source(JsonNode writer) {
    return writer.at("/dataSet/dataSetSource");
  }

  private static ArrayNode variables(JsonNode writer) {
    return (ArrayNode) source(writer).at("/publishedVariables/publishedData");
  }

  private static String nodeId(JsonNode variable) {
    return variable.path("publishedVariableNodeId").asText();
  }

  private String writerId(PublishedItem item) {
    return item.publishingInterval() == null
        ? jobId
        : jobId + "_" + item.publishingInterval().toMillis();
  }

  private Optional<ObjectNode> writer(String id, ObjectNode connection) {
    for (JsonNode writer : writers()) {
      if (writer.path("dataSetWriterId").asText().equals(id)
          && source(writer).path("connection").equals(connection)) {
        return Optional.of((ObjectNode) writer);
      }
    }
    return Optional.empty();
  }

  private static ObjectNode withNextVersion(ObjectNode writer) {
    ObjectNode version = writer.withObject("/dataSet/dataSetMetaData/configurationVersion");
    version.put("minorVersion", version.path("minorVersion").asLong() + 1);
    return writer;
  }

  private ObjectNode addWriter(String id, PublishedItem item, ObjectNode connection) {
    if (writers().size() >= MAX_WRITERS) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "The job of endpoint %s would have more than %,d publishing intervals and users. Publish"
                  .formatted(jobId, MAX_WRITERS)
              + " nodes at the same interval.");
    }
    ObjectNode writer = writers().addObject();
    writer.put("dataSetWriterId", id);
    ObjectNode dataSet = writer.putObject("dataSet");
    ObjectNode source = dataSet.putObject("dataSetSource");
    source.putObject("publishedVariables").putArray("publishedData");
    source.set("connection", connection.deepCopy());
    ObjectNode subscription = source.putObject("subscriptionSettings");
    if (item.publishingInterval() != null) {
      subscription.put("publishingInterval", TimeSpanText.format(item.publishingInterval()));
    }
    subscription.put("resolveDisplayName", true);
    ObjectNode metaData = dataSet.putObject("dataSetMetaData");
    metaData.put("name", jobId).put("dataSetClassId", UUID.randomUUID().toString());
    metaData.putObject("configurationVersion").put("majorVersion", 1).put("minorVersion", 0);
    dataSet
        .putObject("extensionFields")
        .put("EndpointId", jobId)
        .put("PublisherId", jobId)
        .put("DataSetWriterId", id);
    writer.put("dataSetFieldContentMask", FIELD_MASK);
    writer.putObject("messageSettings").put("dataSetMessageContentMask", MESSAGE_MASK);
    return writer;
  }

  private static ObjectNode variable(PublishedItem item) {
    ObjectNode variable = JsonNodeFactory.instance.objectNode();
    variable.put("publishedVariableNodeId", item.nodeId());
    if (item.displayName() != null) {
      variable.put("publishedVariableDisplayName", item.displayName());
    }
    if (item.samplingInterval() != null) {
      variable.put("samplingInterval", TimeSpanText.format(item.samplingInterval()));
    }
    if (item.heartbeatInterval() != null) {
      variable.put("heartbeatInterval", TimeSpanText.format(item.heartbeatInterval()));
    }
    return variable.put("queueSize", 1);
  }

  private static Optional<String> text(JsonNode node, String member) {
    return Optional.ofNullable(node.path(member).textValue());
  }
}
