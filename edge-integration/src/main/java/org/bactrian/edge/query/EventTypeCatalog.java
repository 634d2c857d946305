package org.bactrian.edge.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Event types of a server and their fields. */
public interface EventTypeCatalog {

  /**
   * The node id of a type, as answers have it.
   *
   * @param name a name of namespace 0, {@code prefix:Name}, or a node id
   * @param prefixes namespace URIs by their short names
   * @return empty when it cannot be one
   */
  Optional<String> id(String name, Map<String, String> prefixes);

  /**
   * The fields of a type, those of its supertypes first.
   *
   * @param id what {@link #id} gave
   * @throws UaException when the server does not tell
   */
  List<EventField> fields(String id) throws UaException;

  /** The index of a namespace; empty when the server does not have it. */
  OptionalInt namespace(String uri);
}
