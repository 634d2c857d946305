package org.bactrian.edge.publisher.stream;

/**
 * What a WriterGroup received and nobody acknowledged.
 *
 * @param messages NetworkMessages that are not acknowledged
 * @param values values in them
 * @param unencoded values that are in no NetworkMessage yet
 */
record UnsentValues(int messages, long values, long unencoded) {

  boolean isNothing() {
    return messages == 0 && values == 0 && unencoded == 0;
  }
}
