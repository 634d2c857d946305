package org.bactrian.opcua.discovery;

/**
 * Is told of a scan while it runs, by several threads but never at once.
 *
 * @param <T> what is looked at
 */
public interface ScanListener<T> {

  /** Something was found. */
  default void found(T candidate, ScanProgress figures) {}

  /** The scan goes on. */
  default void progress(ScanProgress figures) {}
}
