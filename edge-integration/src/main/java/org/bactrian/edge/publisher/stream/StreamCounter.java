package org.bactrian.edge.publisher.stream;

/** Kinds of events that are counted for a WriterGroup since its start. */
public enum StreamCounter {
  /** Values received from servers. */
  VALUES,
  /** Notifications that brought values. */
  DATA_CHANGES,
  /** Events received from servers. */
  EVENTS,
  /** Notifications that brought events. */
  EVENT_NOTIFICATIONS,
  /** Notifications that only told that the subscription lives. */
  KEEP_ALIVES,
  /** Values marked as the survivors of a queue in the server that was too short. */
  OVERFLOWS,
  /** Active conditions sent in snapshots, each as often as it was sent. */
  CONDITIONS,
  /** Values sent since no change was reported for an interval. */
  HEARTBEATS,
  /** Values read by the edge at an interval. */
  SAMPLED_VALUES,
  /** Reads by the edge at an interval. */
  CYCLIC_READS,
  /** Subscriptions made anew since a watchdog found nodes late. */
  WATCHDOG_RESETS,
  /** Changes of an address space that were found. */
  MODEL_CHANGES,
  /** Changes of the metadata of a writer. */
  METADATA_CHANGES,
  /** Reads of the metadata of a writer that succeeded. */
  METADATA_READ,
  /** Reads of the metadata of a writer that failed. */
  METADATA_FAILED,
  /** Messages that left before the metadata of their writer was there. */
  WITHOUT_METADATA,
  /** NetworkMessages encoded. */
  MESSAGES,
  /** Values in the NetworkMessages that were encoded. */
  ENCODED_VALUES,
  /** DataSetMessages in the NetworkMessages that were encoded. */
  ENCODED_NOTIFICATIONS,
  /** Bytes of the NetworkMessages that were encoded. */
  ENCODED_BYTES,
  /** NetworkMessages that arrived. */
  ACKNOWLEDGED,
  /** Bytes of the NetworkMessages that arrived. */
  ACKNOWLEDGED_BYTES,
  /** Times that a route refused a message. */
  REFUSED,
  /** NetworkMessages that could never be taken and were set aside. */
  UNDELIVERABLE,
  /** Values that could not be encoded or are larger than a NetworkMessage, and were dropped. */
  DROPPED,
  /** Internal errors that a group went on after. */
  ERRORS,
  /** Times that values may have been lost at a server or on the way from it. */
  GAPS
}
