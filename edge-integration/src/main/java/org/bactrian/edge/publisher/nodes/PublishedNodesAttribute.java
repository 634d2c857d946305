package org.bactrian.edge.publisher.nodes;

import java.util.Locale;

/**
 * Attribute of an entry or a node in a published nodes file, as its schema describes it. There is
 * one object of each, in {@link AttributeCatalog}.
 */
final class PublishedNodesAttribute {

  /** Part of the configuration that an attribute belongs to. */
  enum Level {
    /** An entry, and neither its group nor its writer alone. */
    ENTRY,
    /** A WriterGroup. */
    GROUP,
    /** A DataSetWriter in its group. */
    WRITER,
    /** A node. */
    NODE;

    static Level of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /** Support of an attribute by the publisher. */
  enum State {
    /** It is done. */
    ACTED,
    /** It is for people, and has never had an effect. */
    INFORMATION;

    static State of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  private final String text;
  private final Level level;
  private final AttributeType type;
  private final State state;
  private final boolean secret;

  PublishedNodesAttribute(
      String text, Level level, AttributeType type, State state, boolean secret) {
    this.text = text;
    this.level = level;
    this.type = type;
    this.state = state;
    this.secret = secret;
  }

  /** Returns its name in the file. */
  String text() {
    return text;
  }

  /** Returns the part of the configuration that it belongs to. */
  Level level() {
    return level;
  }

  /** Returns the type of its value. */
  AttributeType type() {
    return type;
  }

  /** Returns its support by the publisher. */
  State state() {
    return state;
  }

  /** Returns whether its value must never be shown. */
  boolean secret() {
    return secret;
  }

  @Override
  public String toString() {
    return text;
  }
}
