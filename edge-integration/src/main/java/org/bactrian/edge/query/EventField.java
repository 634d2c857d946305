package org.bactrian.edge.query;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;

/**
 * Field of an event type.
 *
 * @param typeId node id of the type that declares it, as answers have it
 * @param path browse names from the type to it
 * @param texts the same as answers have them
 */
public record EventField(String typeId, List<QualifiedName> path, List<String> texts) {
  public EventField {
    path = List.copyOf(path);
    texts = List.copyOf(texts);
  }

  String displayName() {
    return "/" + String.join("/", path.stream().map(QualifiedName::name).toList());
  }
}
