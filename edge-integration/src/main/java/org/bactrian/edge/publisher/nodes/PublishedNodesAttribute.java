package org.bactrian.edge.publisher.nodes;

/** Property of an entry or a node in a published nodes file. */
interface PublishedNodesAttribute {

  /** Support of an attribute by the publisher. */
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

  /** Returns the type of its value. */
  AttributeType type();

  /** Returns its support by the publisher. */
  Use use();

  /** Returns whether its value must never be shown. */
  default boolean secret() {
    return false;
  }
}
