package org.bactrian.edge.publisher.nodes;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.bactrian.edge.publisher.group.BatchTrigger;
import org.bactrian.edge.publisher.group.DataSetRouting;
import org.bactrian.edge.publisher.group.DeliveryGuarantee;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.NodeSupervision;
import org.bactrian.edge.topic.TopicFormatter;
import org.bactrian.model.setting.SettingRange;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.SubscriptionSettings;

/**
 * Defaults for settings that a published nodes file leaves out.
 *
 * @param publisherId publisher id in messages
 * @param format format of NetworkMessages
 * @param batch defaults of batching
 * @param transport transport of messages: the first part of the name of a {@code -telemetry-sink}
 *     kamelet
 * @param delivery topics and delivery of messages
 * @param metaData messages that describe DataSets
 * @param partitions streams side by side in which the messages of a group leave
 * @param writer of DataSetWriters
 * @param field of fields
 * @param cipher decrypts credentials
 * @param nodes of the way to nodes and their values
 * @param reverseConnect whether servers open the connections
 */
@RecordBuilder
public record PublishingDefaults(
    String publisherId,
    MessageFormat format,
    Batch batch,
    String transport,
    Delivery delivery,
    MetaData metaData,
    int partitions,
    Writer writer,
    Field field,
    CredentialCipher cipher,
    Nodes nodes,
    boolean reverseConnect)
    implements PublishingDefaultsBuilder.With {

  /** The name of a group that has none. */
  public static final String UNKNOWN_WRITER_GROUP = "<<UnknownWriterGroup>>";

  /** The name of a writer that has none. */
  public static final String UNKNOWN_DATA_SET = "<<UnknownDataSet>>";

  /** The transport to IoT Hub. */
  public static final String IOT_HUB = "iothub";

  /**
   * Defaults of batching.
   *
   * @param size DataSetMessages in one NetworkMessage; 1 for one each, 0 for as many as the
   *     interval brings, or one each without an interval
   * @param interval longest time that a DataSetMessage waits for others; zero for no such time
   * @param maxMessageSize largest encoded NetworkMessage in bytes; 0 for what IoT Hub takes
   */
  public record Batch(int size, Duration interval, int maxMessageSize) {

    /** Size that IoT Hub's 256 KiB leave for a body beside the properties. */
    public static final int MAX_MESSAGE_SIZE = 252 * 1024;

    private static final int LARGEST_SIZE = 4096;

    public Batch {
      SettingRange.notNegative("size", size);
      SettingRange.notNegative("interval", interval);
      SettingRange.notNegative("maxMessageSize", maxMessageSize);
    }

    /** The trigger that follows: nothing waits alone, and a batch of one never waits. */
    public BatchTrigger trigger() {
      int limit = maxMessageSize == 0 ? MAX_MESSAGE_SIZE : Math.max(1024, maxMessageSize);
      if (size == 1 || (size == 0 && interval.isZero())) {
        return new BatchTrigger(1, Duration.ZERO, limit);
      }
      return new BatchTrigger(size == 0 ? LARGEST_SIZE : size, interval, limit);
    }
  }

  /**
   * Defaults of topics and delivery.
   *
   * @param siteId site of the edge, empty for none
   * @param rootTopic template that others begin with
   * @param telemetryTopic topic template of messages, empty for the sink's default; see {@code
   *     QueueName} in the file's schema for its variables
   * @param metaDataTopic topic template of metadata, empty for that of the messages
   * @param guarantee guarantee of delivery
   * @param retained whether a broker keeps the last message of a topic
   * @param timeToLive time for which a broker keeps a message; zero for no limit
   * @param routing whether topics of nodes follow their browse paths
   */
  public record Delivery(
      String siteId,
      String rootTopic,
      String telemetryTopic,
      String metaDataTopic,
      DeliveryGuarantee guarantee,
      boolean retained,
      Duration timeToLive,
      DataSetRouting routing) {

    public static final Delivery DEFAULT =
        new Delivery(
            "",
            TopicFormatter.ROOT,
            "",
            "",
            DeliveryGuarantee.AT_LEAST_ONCE,
            false,
            Duration.ZERO,
            DataSetRouting.NONE);
  }

  /**
   * Defaults of messages that describe DataSets.
   *
   * @param sent whether there are any
   * @param interval interval at which they are sent again; zero for never
   * @param schemaTopic topic template of the JSON schemas of messages over MQTT, empty for no
   *     schemas
   */
  public record MetaData(boolean sent, Duration interval, String schemaTopic) {

    /** Defaults without schemas. */
    public MetaData(boolean sent, Duration interval) {
      this(sent, interval, "");
    }

    public static final MetaData NONE = new MetaData(false, Duration.ZERO);
  }

  /**
   * Defaults of a DataSetWriter.
   *
   * @param subscription how its server reports
   * @param maxNodes largest number of fields of one writer, more make further writers; 0 for no
   *     limit
   * @param keyFrameCount number of messages from one key frame to the next; 0 for a key frame at
   *     the start only
   * @param sendKeepAlive whether a message without fields says that the writer lives
   * @param keepAliveAsKeyFrame whether such a message has the last values of all fields
   * @param lifetimeCount publishing intervals for which a server keeps a subscription that nobody
   *     asks for, where that is longer than the lifetime of {@code subscription}
   * @param ignoresIntervals whether all have the publishing interval of {@code subscription},
   *     whatever the file says
   */
  public record Writer(
      SubscriptionSettings subscription,
      int maxNodes,
      int keyFrameCount,
      boolean sendKeepAlive,
      boolean keepAliveAsKeyFrame,
      int lifetimeCount,
      boolean ignoresIntervals) {

    public static final Writer DEFAULT =
        new Writer(SubscriptionSettings.DEFAULT, 1000, 0, false, false);

    /** Defaults of a writer with the publishing interval of the file. */
    public Writer(
        SubscriptionSettings subscription,
        int maxNodes,
        int keyFrameCount,
        boolean sendKeepAlive,
        boolean keepAliveAsKeyFrame) {
      this(subscription, maxNodes, keyFrameCount, sendKeepAlive, keepAliveAsKeyFrame, 0, false);
    }

    /** Settings of a subscription of this publishing interval. */
    SubscriptionSettings subscription(Duration interval) {
      Duration counted = Duration.ofMillis(Math.max(1, interval.toMillis()));
      Duration lifetime = counted.multipliedBy(lifetimeCount);
      return subscription
          .withPublishingInterval(interval)
          .withLifetime(
              lifetime.compareTo(subscription.lifetime()) > 0 ? lifetime : subscription.lifetime());
    }
  }

  /**
   * Defaults of a field.
   *
   * @param samplingInterval how often the server looks; zero for as fast as it can
   * @param queueSize values that the server keeps between two publish responses; 0 counts as 1
   * @param outage time for which the server is to keep values that cannot be fetched, where no
   *     queue size is given; zero for none
   * @param discardOldest whether a full queue drops its oldest value, else its newest
   * @param filter what counts as a change where the node does not say
   * @param skipFirst whether the first value after a start is left out
   * @param fetchDisplayName whether the server's display name is the name of a field without one
   * @param heartbeat heartbeats of fields; the behavior counts also where the file gives the
   *     interval
   */
  public record Field(
      Duration samplingInterval,
      int queueSize,
      Duration outage,
      boolean discardOldest,
      MonitoringFilter filter,
      boolean skipFirst,
      boolean fetchDisplayName,
      Heartbeat heartbeat) {

    /** Most values that are asked for; servers reserve memory for them. */
    private static final long LONGEST_QUEUE = 10_000;

    /** Events come in bursts, such as all active conditions at once. */
    private static final int EVENT_QUEUE = 1_000;

    /** Events of a notifier that a server is asked to keep. */
    int eventQueue() {
      return Math.max(queueSize, EVENT_QUEUE);
    }

    /**
     * Values that a server is asked to keep.
     *
     * @param interval time between two values
     */
    int queueFor(Duration interval) {
      long millis = Math.max(1, interval.toMillis());
      long values = (outage.toMillis() + millis - 1) / millis;
      return (int) Math.max(Math.max(1, queueSize), Math.min(values, LONGEST_QUEUE));
    }

    public static final Field DEFAULT =
        new Field(
            Duration.ofSeconds(1),
            1,
            Duration.ZERO,
            true,
            MonitoringFilter.NONE,
            false,
            false,
            Heartbeat.NONE);
  }

  /**
   * Defaults of the way to nodes and their values.
   *
   * @param autoQueueSize whether a server's queue is at least as long as the values that come
   *     between two of its messages
   * @param cyclicRead whether values are read at intervals instead of being monitored
   * @param supervision supervision of the nodes of a writer
   */
  public record Nodes(boolean autoQueueSize, boolean cyclicRead, NodeSupervision supervision) {

    public static final Nodes DEFAULT = new Nodes(false, false, NodeSupervision.DEFAULT);

    /**
     * Length of the queue of an item.
     *
     * @param queueSize length that is asked for
     * @param sampling time between two values; zero or less for the publishing interval
     * @param publishing time between two messages
     */
    int queue(int queueSize, Duration sampling, Duration publishing) {
      if (!autoQueueSize || sampling.isZero() || sampling.isNegative()) {
        return queueSize;
      }
      long nanos = Math.max(1, sampling.toNanos());
      long values = (publishing.toNanos() + nanos - 1) / nanos;
      return (int) Math.max(queueSize, Math.min(values, Field.LONGEST_QUEUE));
    }
  }

  /** Those of OPC Publisher without options: Samples as JSON, 50 of them or 10 seconds a batch. */
  public static PublishingDefaults compatible(String publisherId) {
    return new PublishingDefaults(
        publisherId,
        new MessageFormat(
            MessagingMode.SAMPLES, MessageEncoding.JSON, false, NamespaceFormat.URI, false, true),
        new Batch(50, Duration.ofSeconds(10), 0),
        IOT_HUB,
        Delivery.DEFAULT,
        MetaData.NONE,
        1,
        Writer.DEFAULT,
        Field.DEFAULT,
        CredentialCipher.in(Path.of(".bactrian")),
        Nodes.DEFAULT,
        false);
  }

  /** Those of OPC Publisher with {@code --strict}: PubSub as JSON, not batched. */
  public static PublishingDefaults strict(String publisherId) {
    return compatible(publisherId)
        .withFormat(
            new MessageFormat(
                MessagingMode.PUB_SUB,
                MessageEncoding.JSON,
                true,
                NamespaceFormat.EXPANDED,
                false,
                true))
        .withBatch(new Batch(0, Duration.ZERO, 0));
  }
}
