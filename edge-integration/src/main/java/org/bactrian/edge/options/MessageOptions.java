package org.bactrian.edge.options;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.nodes.PublishingDefaults.Batch;
import org.bactrian.edge.publisher.nodes.PublishingDefaults.Delivery;
import org.bactrian.edge.publisher.nodes.PublishingDefaults.MetaData;

/**
 * Options of outgoing messages, used where the published nodes file does not say otherwise.
 *
 * @param publisherId name of the publisher in messages; empty for the identity in IoT Hub
 * @param siteId site that the edge belongs to, empty for none
 * @param format format of NetworkMessages
 * @param batch defaults of batching
 * @param transport transport of messages: the first part of the name of a {@code -telemetry-sink}
 *     kamelet, such as {@code iothub}, {@code mqtt5}, {@code file} or {@code log}
 * @param keyFrameCount number of messages from one key frame to the next; 0 for a key frame at the
 *     start only
 * @param sendKeepAlives whether empty DataSetMessages are sent as keep-alives
 * @param keepAlivesAsKeyFrames whether keep-alives have the last values of all fields
 * @param delivery topics and delivery of messages
 * @param metaData messages that describe DataSets
 * @param partitions streams side by side in which the messages of a WriterGroup leave
 */
@RecordBuilder
public record MessageOptions(
    String publisherId,
    String siteId,
    MessageFormat format,
    Batch batch,
    String transport,
    int keyFrameCount,
    boolean sendKeepAlives,
    boolean keepAlivesAsKeyFrames,
    Delivery delivery,
    MetaData metaData,
    int partitions) {}
