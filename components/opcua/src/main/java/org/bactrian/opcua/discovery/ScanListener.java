package org.bactrian.opcua.discovery;

/**
 * Listener to the progress of a scan, called by several threads but never at once.
 *
 * @param <T> what is looked at
 */
public interface ScanListener<T> {

  /** Something was found. */
  default void found(T candidate, ScanProgress figures) {}

  /** The scan goes on. */
  default void progress(ScanProgress figures) {}
}
