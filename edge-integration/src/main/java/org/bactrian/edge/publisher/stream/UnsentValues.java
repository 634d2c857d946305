package org.bactrian.edge.publisher.stream;

/**
 * Values and messages of a WriterGroup that were received and never acknowledged.
 *
 * @param messages number of NetworkMessages that are not acknowledged
 * @param values number of values in them
 * @param unencoded number of values that are not encoded yet
 */
record UnsentValues(int messages, long values, long unencoded) {

  boolean isNothing() {
    return messages == 0 && values == 0 && unencoded == 0;
  }
}
