package org.bactrian.cloud.health;

/** A service that the cloud needs. */
interface Dependency extends AutoCloseable {

  /** Its name, for people. */
  String name();

  /**
   * Asks it for little.
   *
   * @throws Exception when it does not answer
   */
  void reach() throws Exception;

  /** Gives back what asking takes. */
  @Override
  default void close() {}
}
