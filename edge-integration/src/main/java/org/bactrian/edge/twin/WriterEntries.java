package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Entries of DataSetWriters in the configuration of the publisher. */
public interface WriterEntries {

  /** Puts a writer in the place of that of its names, or adds it. */
  void save(ObjectNode entry);

  /**
   * Removes a writer.
   *
   * @param force whether none being there is no fault
   */
  void remove(String group, String writer, boolean force);
}
