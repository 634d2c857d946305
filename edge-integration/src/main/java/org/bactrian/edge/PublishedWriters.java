package org.bactrian.edge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.publisher.configuration.PublishedNodesEditor;
import org.bactrian.edge.publisher.configuration.WriterOperations;
import org.bactrian.edge.twin.WriterEntries;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/** DataSetWriters of the published nodes file, for operations that make and remove them. */
final class PublishedWriters implements WriterEntries {

  private final WriterOperations operations;

  PublishedWriters(PublishedNodesEditor editor) {
    this.operations = new WriterOperations(editor);
  }

  @Override
  public void save(ObjectNode entry) {
    operations.createOrUpdateDataSetWriterEntry(entry);
  }

  @Override
  public Map<Integer, OperationException> saveAll(List<ObjectNode> entries) {
    Map<Integer, OperationException> refused = new HashMap<>();
    save(entries, 0, entries.size(), refused);
    return refused;
  }

  /** Saves a part of a list at once, or its halves where one of its writers is refused. */
  private void save(
      List<ObjectNode> entries, int from, int to, Map<Integer, OperationException> refused) {
    if (from == to) {
      return;
    }
    try {
      operations.createOrUpdate(entries.subList(from, to));
    } catch (OperationException e) {
      boolean isOfOneWriter =
          e.kind() == FaultKind.BAD_REQUEST || e.kind() == FaultKind.INVALID_STATE;
      if (isOfOneWriter && to - from > 1) {
        int middle = (from + to) / 2;
        save(entries, from, middle, refused);
        save(entries, middle, to, refused);
        return;
      }
      for (int i = from; i < to; i++) {
        refused.put(i, e);
      }
    }
  }

  @Override
  public void requireChangeable() {
    operations.requireFile();
  }

  @Override
  public void remove(String group, String writer, boolean force) {
    operations.removeDataSetWriterEntry(group, writer, Boolean.toString(force));
  }
}
