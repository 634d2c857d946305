package org.bactrian.edge.publisher.nodes;

import java.time.Duration;

/**
 * Settings of nodes by which the nodes of one entry become several DataSetWriters.
 *
 * @param interval publishing interval
 * @param topic topic template, empty for that of the writer
 * @param guarantee name of the delivery guarantee, empty for that of the writer
 * @param fieldId field id where the topic names it, else empty
 */
record WriterSplit(Duration interval, String topic, String guarantee, String fieldId) {}
