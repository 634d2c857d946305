package org.bactrian.edge.orchestration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.nodes.PublishedNodes;
import org.bactrian.edge.publisher.nodes.PublishedNodesFault;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.model.registry.Sha1Text;

/**
 * Conversion of a job to WriterGroups. A job is written as entries of a published nodes file, one
 * for each of its DataSetWriters, so that everything of such a file works alike.
 */
final class JobConverter {

  private static final String DEFAULT_INTERVAL = "00:00:01";

  private final PublishingDefaults defaults;

  /**
   * @param defaults settings that jobs leave open
   */
  JobConverter(PublishingDefaults defaults) {
    this.defaults = defaults;
  }

  /**
   * A job as it is published.
   *
   * @param groups its WriterGroups; none when nothing of it can be published
   * @param faults what cannot be done of it, a sentence each
   */
  record Result(List<WriterGroup> groups, List<String> faults) {

    Result {
      groups = List.copyOf(groups);
      faults = List.copyOf(faults);
    }
  }

  /**
   * Converts a job.
   *
   * @param jobId id of the job, which becomes the name of its group
   * @param lease number of the lease; with another one it is another group, which takes over
   *     nothing from the former one
   * @param configuration the job, which may hold a password
   */
  Result convert(String jobId, long lease, JsonNode configuration) {
    ArrayNode entries = JsonNodeFactory.instance.arrayNode();
    for (JsonNode writer : configuration.at("/writerGroup/dataSetWriters")) {
      entries.add(entry(jobId, configuration, writer));
    }
    PublishedNodes nodes = PublishedNodes.parse(source(jobId), entries.toString(), defaults);
    return new Result(
        nodes.groups().stream()
            .map(group -> ofLease(group, Sha1Text.of(group.id() + "/" + lease)))
            .toList(),
        nodes.faults().stream()
            .filter(PublishedNodesFault::isError)
            .map(PublishedNodesFault::toString)
            .toList());
  }

  /** Name of a job in faults; an id may have characters that no file name has. */
  private static Path source(String jobId) {
    String name = jobId.replaceAll("[^A-Za-z0-9_.-]", "_");
    return Path.of("job " + name.substring(0, Math.min(128, name.length())));
  }

  private static WriterGroup ofLease(WriterGroup group, String id) {
    return new WriterGroup(
        id,
        group.name(),
        group.publisherId(),
        group.format(),
        group.trigger(),
        group.transport(),
        group.delivery(),
        group.writers());
  }

  private static ObjectNode entry(String jobId, JsonNode configuration, JsonNode writer) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    JsonNode dataSet = writer.path("dataSet");
    JsonNode source = dataSet.path("dataSetSource");
    entry.put("DataSetWriterGroup", jobId).put("PublisherId", jobId);
    set(entry, "DataSetWriterId", writer.path("dataSetWriterId"));
    format(entry, configuration);
    connection(entry, source.path("connection"));
    JsonNode subscription = source.path("subscriptionSettings");
    entry.put(
        "DataSetPublishingIntervalTimespan",
        subscription.path("publishingInterval").asText(DEFAULT_INTERVAL));
    entry.put("DataSetSamplingIntervalTimespan", DEFAULT_INTERVAL);
    entry.put("DataSetFetchDisplayNames", subscription.path("resolveDisplayName").asBoolean(false));
    set(entry, "MaxKeepAliveCount", subscription.path("maxKeepAliveCount"));
    set(entry, "Priority", subscription.path("priority"));
    set(entry, "DataSetKeyFrameCount", writer.path("keyFrameCount"));
    set(entry, "DataSetName", dataSet.path("name"));
    set(entry, "DataSetClassId", dataSet.at("/dataSetMetaData/dataSetClassId"));
    if (isSamples(configuration)) {
      // A NetworkMessage names the endpoint as its group, and would have them among its values.
      set(entry, "DataSetExtensionFields", dataSet.path("extensionFields"));
    }
    ArrayNode nodes = entry.putArray("OpcNodes");
    source.at("/publishedVariables/publishedData").forEach(variable -> nodes.add(node(variable)));
    return entry;
  }

  private static boolean isSamples(JsonNode configuration) {
    return !configuration.path("messagingMode").asText().equals("PubSub");
  }

  private static void format(ObjectNode entry, JsonNode configuration) {
    entry.put("MessagingMode", isSamples(configuration) ? "FullSamples" : "PubSub");
    entry.put("MessageEncoding", configuration.at("/writerGroup/messageType").asText("Json"));
    JsonNode engine = configuration.path("engine");
    set(entry, "BatchSize", engine.path("batchSize"));
    set(entry, "BatchTriggerIntervalTimespan", engine.path("batchTriggerInterval"));
  }

  private static void connection(ObjectNode entry, JsonNode connection) {
    JsonNode endpoint = connection.path("endpoint");
    set(entry, "EndpointUrl", endpoint.path("url"));
    String mode = endpoint.path("securityMode").asText("Best");
    entry.put("EndpointSecurityMode", mode);
    if (!mode.equals("None")) {
      set(entry, "EndpointSecurityPolicy", endpoint.path("securityPolicy"));
    }
    JsonNode user = connection.path("user");
    if (user.path("type").asText().equals("UserName")) {
      entry.put("OpcAuthenticationMode", "UsernamePassword");
      set(entry, "OpcAuthenticationUsername", user.at("/value/user"));
      set(entry, "OpcAuthenticationPassword", user.at("/value/password"));
    }
    if (user.path("type").asText().equals("JwtToken")) {
      JsonNode value = user.path("value");
      entry.put("OpcAuthenticationMode", "JwtToken");
      set(entry, "OpcAuthenticationPassword", value.isTextual() ? value : value.path("password"));
    }
  }

  private static ObjectNode node(JsonNode variable) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    set(node, "Id", variable.path("publishedVariableNodeId"));
    set(node, "DisplayName", variable.path("publishedVariableDisplayName"));
    set(node, "OpcSamplingIntervalTimespan", variable.path("samplingInterval"));
    set(node, "HeartbeatIntervalTimespan", variable.path("heartbeatInterval"));
    set(node, "AttributeId", variable.path("attribute"));
    set(node, "IndexRange", variable.path("indexRange"));
    if (variable.path("queueSize").asInt() > 1) {
      // 1 is what version 2.8 writes into every job. It would lose the values of an outage, for
      // which
      // servers keep them where nothing else is asked for.
      set(node, "QueueSize", variable.path("queueSize"));
    }
    set(node, "DiscardNew", variable.path("discardNew"));
    set(node, "DataChangeTrigger", variable.path("dataChangeTrigger"));
    set(node, "DeadbandType", variable.path("deadbandType"));
    set(node, "DeadbandValue", variable.path("deadbandValue"));
    return node;
  }

  private static void set(ObjectNode to, String attribute, JsonNode value) {
    Optional.of(value)
        .filter(one -> !one.isMissingNode() && !one.isNull())
        .ifPresent(one -> to.set(attribute, one));
  }
}
