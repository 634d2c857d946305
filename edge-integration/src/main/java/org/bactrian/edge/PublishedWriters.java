package org.bactrian.edge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bactrian.edge.publisher.configuration.PublishedNodesEditor;
import org.bactrian.edge.publisher.configuration.WriterOperations;
import org.bactrian.edge.twin.WriterEntries;

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
  public void remove(String group, String writer, boolean force) {
    operations.removeDataSetWriterEntry(group, writer, Boolean.toString(force));
  }
}
