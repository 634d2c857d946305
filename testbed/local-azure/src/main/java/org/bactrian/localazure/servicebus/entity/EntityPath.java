package org.bactrian.localazure.servicebus.entity;

import java.util.Locale;
import java.util.Optional;

/**
 * Path of a queue, a topic or a subscription in its namespace, such as {@code orders}, {@code
 * events/subscriptions/one} or {@code orders/$deadletterqueue}. Paths that differ in case only are
 * equal, as in Service Bus.
 */
public final class EntityPath {

  private static final String SUBSCRIPTIONS = "/subscriptions/";
  private static final String DEAD_LETTERS = "/$deadletterqueue";

  private final String path;
  private final String key;

  private EntityPath(String path) {
    this.path = path;
    this.key = path.toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a path, also one with a scheme and a host before it.
   *
   * @throws IllegalArgumentException when nothing is left
   */
  public static EntityPath of(String text) {
    String path = text;
    int scheme = path.indexOf("://");
    if (scheme >= 0) {
      int slash = path.indexOf('/', scheme + 3);
      path = slash < 0 ? "" : path.substring(slash);
    }
    while (path.startsWith("/")) {
      path = path.substring(1);
    }
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    if (path.isEmpty()) {
      throw new IllegalArgumentException("\"" + text + "\" names no entity");
    }
    return new EntityPath(path);
  }

  /** The subscription of a topic. */
  public static EntityPath subscription(String topic, String name) {
    return new EntityPath(topic + SUBSCRIPTIONS + name);
  }

  /** The topic, when this is the path of a subscription or of something under it. */
  public Optional<EntityPath> topic() {
    int end = key.indexOf(SUBSCRIPTIONS);
    return end < 0 ? Optional.empty() : Optional.of(new EntityPath(path.substring(0, end)));
  }

  /** The last part of the path, such as the name of a subscription. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The queue of the messages that this one gave up. */
  public EntityPath deadLetters() {
    return new EntityPath(path + DEAD_LETTERS);
  }

  /** Returns whether this is the queue of the messages that another gave up. */
  public boolean isDeadLetters() {
    return key.endsWith(DEAD_LETTERS);
  }

  /** The path before a node's name, such as the entity that {@code orders/$management} manages. */
  public Optional<EntityPath> before(String node) {
    return key.endsWith("/" + node)
        ? Optional.of(new EntityPath(path.substring(0, path.length() - node.length() - 1)))
        : Optional.empty();
  }

  /** Returns whether who may use the other may use this: it is the same, or lies under it. */
  public boolean isUnder(EntityPath other) {
    return key.equals(other.key) || key.startsWith(other.key + "/");
  }

  /** Key of the entity, equal for every way to write its path. */
  public String key() {
    return key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntityPath that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /** The path as it was written. */
  @Override
  public String toString() {
    return path;
  }
}
