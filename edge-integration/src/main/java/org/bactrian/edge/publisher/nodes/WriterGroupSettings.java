package org.bactrian.edge.publisher.nodes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bactrian.edge.publisher.group.BatchTrigger;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.TelemetryTransport;
import org.bactrian.edge.publisher.message.NetworkMessageEncoder;
import org.bactrian.edge.publisher.message.UnsupportedMessageFormatException;
import org.bactrian.model.registry.Sha1Text;
import org.bactrian.model.time.TimeSpanText;

/** Settings of an entry for its WriterGroup. */
record WriterGroupSettings(AttributeValues values, PublishingDefaults defaults) {

  /** Attributes that distinguish groups, in the order in which they make up the id. */
  private static final List<PublishedNodesAttribute> IDENTITY =
      List.of(
          EntryAttribute.PUBLISHER_ID,
          EntryAttribute.DATA_SET_WRITER_GROUP,
          EntryAttribute.WRITER_GROUP_ROOT_NODE_ID,
          EntryAttribute.WRITER_GROUP_TYPE,
          EntryAttribute.WRITER_GROUP_TRANSPORT,
          EntryAttribute.WRITER_GROUP_TRANSPORT_CONFIGURATION,
          EntryAttribute.WRITER_GROUP_QUALITY_OF_SERVICE,
          EntryAttribute.WRITER_GROUP_QUEUE_NAME,
          EntryAttribute.MESSAGE_ENCODING,
          EntryAttribute.MESSAGING_MODE,
          EntryAttribute.BATCH_SIZE,
          EntryAttribute.BATCH_TRIGGER_INTERVAL,
          EntryAttribute.WRITER_GROUP_PARTITIONS,
          EntryAttribute.WRITER_GROUP_MESSAGE_TTL_TIMEPAN,
          EntryAttribute.WRITER_GROUP_MESSAGE_RETENTION);

  /** Each partition has a thread and an outbox. */
  private static final int MOST_PARTITIONS = 32;

  private static final int LONGEST_FOLDER = 255;

  /** Names with slashes between, none of which begins with a point. */
  private static final Pattern FOLDER =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._ -]*(/[A-Za-z0-9_-][A-Za-z0-9._ -]*)*");

  /** Adds what the entry asks for its group and cannot be done. */
  void check(List<EntryProblem> problems) {
    String transport = values.text(EntryAttribute.WRITER_GROUP_TRANSPORT);
    if (!transport.isEmpty() && TelemetryTransport.of(transport).isEmpty()) {
      problems.add(
          EntryProblem.error(
              values.at(EntryAttribute.WRITER_GROUP_TRANSPORT).orElseThrow(),
              "WriterGroupTransport %s is not there yet. Write one of %s."
                  .formatted(transport, TelemetryTransport.names())));
    }
    values
        .at(EntryAttribute.WRITER_GROUP_TRANSPORT_CONFIGURATION)
        .flatMap(this::configurationProblem)
        .ifPresent(problems::add);
    Optional<FileLocation> formatted =
        values
            .at(EntryAttribute.MESSAGE_ENCODING)
            .or(() -> values.at(EntryAttribute.MESSAGING_MODE));
    if (formatted.isPresent()) {
      try {
        NetworkMessageEncoder.requireSupported(format());
      } catch (UnsupportedMessageFormatException e) {
        problems.add(EntryProblem.error(formatted.get(), e.getMessage()));
      }
    }
  }

  /** The value may be a connection string, so that it is never shown. */
  private Optional<EntryProblem> configurationProblem(FileLocation at) {
    if (!folder().isEmpty()
        || values.text(EntryAttribute.WRITER_GROUP_TRANSPORT_CONFIGURATION).isEmpty()) {
      return Optional.empty();
    }
    String cause =
        transport().equals(TelemetryTransport.FILE_SYSTEM.kamelet())
            ? "WriterGroupTransportConfiguration is no folder below that of the sink. Write names"
                + " of letters, digits, \".\", \"_\", \"-\" and blanks, with \"/\" between them."
            : "WriterGroupTransportConfiguration has no effect with this transport, only with"
                + " FileSystem, where it names a folder.";
    return Optional.of(
        EntryProblem.warning(at, cause + " Messages go where the options of the transport say."));
  }

  /** Returns the folder of the group's messages below that of the sink, empty for that itself. */
  String folder() {
    String text = values.text(EntryAttribute.WRITER_GROUP_TRANSPORT_CONFIGURATION).strip();
    return transport().equals(TelemetryTransport.FILE_SYSTEM.kamelet())
            && text.length() <= LONGEST_FOLDER
            && FOLDER.matcher(text).matches()
        ? text
        : "";
  }

  /** Returns the values that two entries of one group have in common. */
  List<Object> identity() {
    List<Object> identity = new ArrayList<>();
    for (PublishedNodesAttribute attribute : IDENTITY) {
      identity.add(identity(attribute).orElse(""));
    }
    return identity;
  }

  /** Returns the names of the attributes in which it differs from another group. */
  List<String> differencesTo(WriterGroupSettings other) {
    return IDENTITY.stream()
        .filter(attribute -> !identity(attribute).equals(other.identity(attribute)))
        .map(PublishedNodesAttribute::text)
        .toList();
  }

  /** The group's id as OPC Publisher makes it: a hash of what makes it one. */
  String id() {
    StringBuilder text = new StringBuilder();
    for (PublishedNodesAttribute attribute : IDENTITY) {
      text.append(identity(attribute).map(value -> asText(attribute, value)).orElse(""));
    }
    return Sha1Text.of(text.toString());
  }

  private Optional<Object> identity(PublishedNodesAttribute attribute) {
    if (attribute.type() instanceof AttributeType.Interval) {
      return values.duration(attribute).map(Object.class::cast);
    }
    return values
        .get(attribute, Object.class)
        .filter(value -> !value.equals("") && !value.equals(Boolean.FALSE));
  }

  private static String asText(PublishedNodesAttribute attribute, Object value) {
    if (value instanceof Boolean) {
      return "\n";
    }
    if (value instanceof Duration duration) {
      return attribute.type() instanceof AttributeType.Timespan
          ? TimeSpanText.format(duration)
          : IntervalFormat.milliseconds(duration);
    }
    return value.toString();
  }

  String name() {
    String name = values.text(EntryAttribute.DATA_SET_WRITER_GROUP);
    return name.isEmpty() ? PublishingDefaults.UNKNOWN_WRITER_GROUP : name;
  }

  String publisherId() {
    String id = values.text(EntryAttribute.PUBLISHER_ID);
    return id.isEmpty() ? defaults.publisherId() : id;
  }

  MessageFormat format() {
    MessageFormat otherwise = defaults.format();
    String mode = values.text(EntryAttribute.MESSAGING_MODE);
    String encoding = values.text(EntryAttribute.MESSAGE_ENCODING);
    return otherwise
        .with()
        .mode(mode.isEmpty() ? otherwise.mode() : MessagingMode.of(mode))
        .encoding(encoding.isEmpty() ? otherwise.encoding() : MessageEncoding.of(encoding))
        .build();
  }

  BatchTrigger trigger() {
    PublishingDefaults.Batch otherwise = defaults.batch();
    return new PublishingDefaults.Batch(
            values.count(EntryAttribute.BATCH_SIZE, otherwise.size()),
            values.duration(EntryAttribute.BATCH_TRIGGER_INTERVAL).orElse(otherwise.interval()),
            otherwise.maxMessageSize())
        .trigger();
  }

  String transport() {
    return TelemetryTransport.of(values.text(EntryAttribute.WRITER_GROUP_TRANSPORT))
        .map(TelemetryTransport::kamelet)
        .orElse(defaults.transport());
  }

  /** Streams side by side in which the messages of the group leave, at least 1. */
  int partitions() {
    return Math.max(
        1,
        Math.min(
            MOST_PARTITIONS,
            values.count(EntryAttribute.WRITER_GROUP_PARTITIONS, defaults.partitions())));
  }
}
