package org.bactrian.edge.discovery;

/**
 * Message of a discovery to the cloud. The body is not copied: do not change it after it was handed
 * over.
 *
 * @param kind what the body is
 * @param id the same at every attempt to send it
 * @param body UTF-8 JSON
 */
record DiscoveryMessage(Kind kind, String id, byte[] body) {

  /** Kind of a message, which decides if it may be dropped when there are too many. */
  enum Kind {
    /** A result of a run, none of which may be missing. */
    EVENT("application/x-discovery-event-v2-json"),
    /** Progress of a run; a later message replaces it. */
    PROGRESS("application/x-discovery-message-v2-json");

    private final String schema;

    Kind(String schema) {
      this.schema = schema;
    }

    /** Name of the body's schema, which consumers choose messages by. */
    String schema() {
      return schema;
    }
  }
}
