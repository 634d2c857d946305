package org.bactrian.edge.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bactrian.edge.publisher.group.DataSetRouting;
import org.bactrian.edge.publisher.group.DeliveryGuarantee;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessageTimestamp;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.TelemetryTransport;
import org.bactrian.edge.publisher.message.NetworkMessageEncoder;
import org.bactrian.edge.publisher.message.UnsupportedMessageFormatException;
import org.bactrian.edge.publisher.nodes.PublishingDefaults.Batch;
import org.bactrian.edge.publisher.nodes.PublishingDefaults.Delivery;
import org.bactrian.edge.publisher.nodes.PublishingDefaults.MetaData;
import org.bactrian.opcua.node.NamespaceFormat;

/** Reads the options of outgoing messages. */
final class MessageOptionsReader {

  private static final int SMALLEST_MESSAGE_LIMIT = 1024;
  private static final int LEGACY_BATCH_SIZE = 50;
  private static final Duration LEGACY_BATCH_INTERVAL = Duration.ofSeconds(10);
  private static final Set<MessageEncoding> ENCODINGS =
      EnumSet.of(MessageEncoding.JSON, MessageEncoding.JSON_REVERSIBLE);
  private static final String KAMELET = "-telemetry-sink.kamelet.yaml";

  private static final String TELEMETRY_TOPIC = "{RootTopic}/messages/{WriterGroup}";
  private static final String META_DATA_TOPIC = "{TelemetryTopic}/metadata";
  private static final String SCHEMA_TOPIC = "{TelemetryTopic}/schema";
  private static final int MOST_PARTITIONS = 65_535;

  private final MergedValues values;

  MessageOptionsReader(MergedValues values) {
    this.values = values;
  }

  MessageOptions read() {
    boolean strict = values.bool("UseStandardsCompliantEncoding");
    return MessageOptionsBuilder.builder()
        .publisherId(values.text("PublisherId", ""))
        .siteId(values.text("SiteId", ""))
        .format(format(strict))
        .batch(batch(strict))
        .transport(
            values.read("DefaultTransport", this::transport, TelemetryTransport.IOT_HUB.kamelet()))
        .keyFrameCount(values.number("DefaultKeyFrameCount", 0, Integer.MAX_VALUE, 0))
        .sendKeepAlives(values.bool("EnableDataSetKeepAlives"))
        .keepAlivesAsKeyFrames(values.bool("SendDataSetKeepAlivesAsKeyFrame"))
        .delivery(delivery())
        .metaData(metaData(strict))
        .partitions(values.number("DefaultWriterGroupPartitionCount", 0, MOST_PARTITIONS, 1))
        .build();
  }

  private MetaData metaData(boolean strict) {
    String schemaTopic = template("SchemaTopicTemplate", SCHEMA_TOPIC);
    return new MetaData(
        !values.bool("DisableDataSetMetaData", !strict),
        values.duration("DefaultMetaDataUpdateTime", Duration.ZERO),
        values.bool("PublishMessageSchema") ? schemaTopic : "");
  }

  private Delivery delivery() {
    return new Delivery(
        values.text("SiteId", ""),
        template("RootTopicTemplate", Delivery.DEFAULT.rootTopic()),
        template("TelemetryTopicTemplate", TELEMETRY_TOPIC),
        values.isSet("DataSetMetaDataTopicTemplate")
            ? template("DataSetMetaDataTopicTemplate", META_DATA_TOPIC)
            : "",
        values.oneOf(
            "DefaultQualityOfService",
            DeliveryGuarantee.values(),
            DeliveryGuarantee::text,
            DeliveryGuarantee.AT_LEAST_ONCE),
        values.bool("DefaultMessageRetention"),
        values.duration("DefaultMessageTimeToLive", Duration.ZERO),
        values.oneOf(
            "DefaultDataSetRouting",
            DataSetRouting.values(),
            DataSetRouting::text,
            DataSetRouting.NONE));
  }

  /** The template, or {@code otherwise} where the option has no value. */
  private String template(String key, String otherwise) {
    String text = values.topic(key, otherwise);
    return text.isBlank() || text.equalsIgnoreCase("true") ? otherwise : text;
  }

  private MessageFormat format(boolean strict) {
    MessagingMode plain =
        values.oneOf(
            "MessagingMode",
            MessagingMode.values(),
            MessagingMode::text,
            strict ? MessagingMode.PUB_SUB : MessagingMode.SAMPLES);
    MessagingMode mode = values.bool("FullFeaturedMessage") ? full(plain) : plain;
    MessageEncoding encoding =
        values.read(
            "MessageEncoding",
            value -> value.asOneOf(MessageEncoding.values(), MessageEncoding::text, ENCODINGS),
            MessageEncoding.JSON);
    NamespaceFormat namespaces =
        values.oneOf(
            "DefaultNamespaceFormat",
            NamespaceFormat.values(),
            MessageOptionsReader::text,
            strict ? NamespaceFormat.EXPANDED : NamespaceFormat.URI);
    MessageFormat format =
        new MessageFormat(
            mode,
            encoding,
            strict,
            namespaces,
            values.bool("EnableRoutingInfo"),
            !values.bool("BactrianNoGapMessages"),
            values.bool("EnableCloudEvents"),
            values.bool("WriteValueWhenDataSetHasSingleEntry"),
            values.oneOf(
                "MessageTimestamp",
                MessageTimestamp.values(),
                MessageTimestamp::text,
                MessageTimestamp.CREATED),
            values.bool("RemoveDuplicatesFromBatch"));
    try {
      NetworkMessageEncoder.requireSupported(format);
    } catch (UnsupportedMessageFormatException e) {
      values.fault(
          new EdgeOptionException(
              EdgeOptionException.UNSUPPORTED_FORMAT, String.valueOf(e.getMessage())));
    }
    return format;
  }

  /** The name of .NET's enumeration, such as {@code ExpandedWithNamespace0}. */
  private static String text(NamespaceFormat format) {
    return Arrays.stream(format.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static MessagingMode full(MessagingMode mode) {
    return switch (mode) {
      case PUB_SUB -> MessagingMode.FULL_NETWORK_MESSAGES;
      case SAMPLES -> MessagingMode.FULL_SAMPLES;
      default -> mode;
    };
  }

  private Batch batch(boolean strict) {
    boolean unbatched = strict || values.isSet("DefaultTransport");
    return new Batch(
        values.number("BatchSize", 0, 1_000_000, unbatched ? 0 : LEGACY_BATCH_SIZE),
        values.duration("BatchTriggerInterval", unbatched ? Duration.ZERO : LEGACY_BATCH_INTERVAL),
        values.read("IoTHubMaxMessageSize", MessageOptionsReader::messageLimit, 0));
  }

  private static int messageLimit(OptionValue value) {
    int limit = value.asInt(0, Integer.MAX_VALUE);
    if (limit != 0 && limit < SMALLEST_MESSAGE_LIMIT) {
      throw value.bad("is below 1024 bytes");
    }
    return limit;
  }

  /** One of ours, or the sink kamelet of that name that the user brings. */
  private String transport(OptionValue value) {
    String name = value.text().strip();
    Optional<TelemetryTransport> ours = TelemetryTransport.of(name);
    if (ours.isPresent()) {
      return ours.get().kamelet();
    }
    String own = name.toLowerCase(Locale.ROOT);
    if (own.matches("[a-z0-9][a-z0-9-]*")
        && Files.exists(values.path("BactrianKamelets", Path.of("")).resolve(own + KAMELET))) {
      return own;
    }
    throw value.bad(
        ("is no transport. Write one of %s, or put NAME%s into the folder of --kamelets and"
                + " write its NAME")
            .formatted(TelemetryTransport.names(), KAMELET));
  }
}
