package org.bactrian.bench;

/** A way to read one value, safe for use by many threads. */
interface Reading extends AutoCloseable {

  /** What the way is called in the table. */
  String name();

  /** Reads the value once, and fails when there is none. */
  void read() throws Exception;

  @Override
  void close();
}
