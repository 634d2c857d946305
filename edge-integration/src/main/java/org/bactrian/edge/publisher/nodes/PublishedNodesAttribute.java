package org.bactrian.edge.publisher.nodes;

/** A property that an entry or a node of a published nodes file can have. */
interface PublishedNodesAttribute {

  /** What the publisher does with it. */
  enum Use {
    /** It is done. */
    NOW,
    /** It is checked and has no effect yet. */
    NOT_YET,
    /** It is checked, and what has it is not published, since it would not be what was asked. */
    REFUSED,
    /** It never had an effect. */
    NOTE
  }

  /** Its name in the file. */
  String text();

  /** What its value looks like. */
  AttributeType type();

  /** What the publisher does with it. */
  Use use();

  /** Whether its value must never be shown. */
  default boolean secret() {
    return false;
  }
}
