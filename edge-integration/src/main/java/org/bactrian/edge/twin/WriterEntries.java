package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.bactrian.model.fault.OperationException;

/** Entries of DataSetWriters in the configuration of the publisher. */
public interface WriterEntries {

  /** Puts a writer in the place of that of its names, or adds it. */
  void save(ObjectNode entry);

  /**
   * Puts writers in the places of those of their names, or adds them. One that is refused does not
   * keep the others from being saved.
   *
   * @return why writers were not saved, by their places in the list
   */
  Map<Integer, OperationException> saveAll(List<ObjectNode> entries);

  /**
   * Lets pass when the configuration can be changed.
   *
   * @throws OperationException that tells why it cannot
   */
  void requireChangeable();

  /**
   * Removes a writer.
   *
   * @param force whether none being there is no fault
   */
  void remove(String group, String writer, boolean force);
}
