package org.bactrian.edge.publisher.nodes;

import java.nio.file.Path;

/**
 * Fault in a published nodes file: its place, its cause, the remedy, and the consequence until
 * then. A message never quotes a secret.
 *
 * @param file file as it was named to the reader
 * @param line line of the fault, from 1; 0 when it concerns the file as a whole
 * @param column column of the fault, from 1; 0 when it concerns the file as a whole
 * @param severity whether something that the file asks for is not published
 * @param message sentences for an operator
 * @param pointer JSON pointer (RFC 6901) to the entry, node or attribute; empty for the file as a
 *     whole
 */
public record PublishedNodesFault(
    Path file, int line, int column, Severity severity, String message, String pointer) {

  /** Shows control characters of texts from the file by their numbers. */
  public PublishedNodesFault {
    message = AttributeValues.visible(message);
  }

  /** Severity of a fault. */
  public enum Severity {
    /** Something that the file asks for is not published. */
    ERROR,
    /** All is published, but perhaps not as it was meant. */
    WARNING
  }

  /** Returns whether something that the file asks for is not published. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /**
   * The fault on one line with its pointer, such as {@code published_nodes.json:14:
   * /0/OpcNodes/3/QueueSize: …}.
   */
  @Override
  public String toString() {
    String where = line == 0 ? file + ": " : file + ":" + line + ": ";
    return where + (pointer.isEmpty() ? "" : AttributeValues.visible(pointer) + ": ") + message;
  }
}
