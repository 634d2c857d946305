package org.bactrian.edge.publisher.nodes;

import java.time.Duration;
import org.bactrian.opcua.subscription.MonitoredItem;

/** Meaning of a negative interval, which never keeps anything from being published. */
enum NegativeIntervalRule {
  /** A sampling interval: -1 is the publishing interval (Part 4, 7.21), and so is any other. */
  SAMPLING {
    @Override
    Object taken(Duration value, String right) throws AttributeValueException {
      if (value.equals(MonitoredItem.PUBLISHING_INTERVAL)) {
        return value;
      }
      throw AttributeValueException.replaced(
          NEGATIVE,
          "Write "
              + right
              + ", or -1 ms for the server's default, the publishing interval. It is taken for -1"
              + " ms.",
          MonitoredItem.PUBLISHING_INTERVAL);
    }
  },

  /** A publishing interval: as zero it is the fastest that the server can (Part 4, 5.14.2). */
  PUBLISHING {
    @Override
    Object taken(Duration value, String right) throws AttributeValueException {
      throw AttributeValueException.replaced(
          NEGATIVE,
          "Write " + right + ". It is taken for 0, the fastest that the server can.",
          Duration.ZERO);
    }
  },

  /** Any other interval, which has its default then. */
  LEFT_OUT {
    @Override
    Object taken(Duration value, String right) throws AttributeValueException {
      throw AttributeValueException.ignored(
          NEGATIVE, "Write " + right + ". It counts as left out.");
    }
  };

  private static final String NEGATIVE = "is negative";

  /**
   * The value that a negative one is without further words.
   *
   * @param right predicate of the advice, such as {@code milliseconds from 0}
   * @throws AttributeValueException when it is worth a note, with the value that is taken
   */
  abstract Object taken(Duration value, String right) throws AttributeValueException;
}
