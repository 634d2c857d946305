package org.bactrian.bench;

/** A way to do what is measured, safe for use by many threads. */
interface MeasuredOperation extends AutoCloseable {

  /** Name of the way in the table. */
  String name();

  /** Does it once, and fails when it did not work. */
  void once() throws Exception;

  /**
   * Returns whether the thread that does it is part of what is measured, and not only its client.
   */
  boolean isCallerMeasured();

  @Override
  void close();
}
