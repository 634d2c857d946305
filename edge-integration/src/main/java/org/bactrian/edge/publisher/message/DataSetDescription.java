package org.bactrian.edge.publisher.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Description of the fields of a DataSet by its server.
 *
 * @param fields descriptions by the key of the field's item
 * @param types data types of the server among them, by their id
 */
public record DataSetDescription(
    Map<String, FieldDescription> fields, Map<NodeId, DescribedType> types) {

  public DataSetDescription {
    fields = Map.copyOf(fields);
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
  }
}
