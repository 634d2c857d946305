package org.bactrian.edge.options;

import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.nodes.PublishingDefaults.Batch;

/**
 * What leaves, and when, where the published nodes file does not say otherwise.
 *
 * @param publisherId name of the publisher in messages; empty for the identity in IoT Hub
 * @param siteId site that the edge belongs to, empty for none
 * @param format what NetworkMessages look like
 * @param batch when they leave
 * @param transport what carries them: the first part of the name of a {@code -telemetry-sink}
 *     kamelet, such as {@code iothub}, {@code mqtt5}, {@code file} or {@code log}
 * @param keyFrameCount every how manieth message holds all fields; 0 for the first only
 * @param sendKeepAlives whether empty DataSetMessages say that a writer lives
 */
public record MessageOptions(
    String publisherId,
    String siteId,
    MessageFormat format,
    Batch batch,
    String transport,
    int keyFrameCount,
    boolean sendKeepAlives) {}
