package org.bactrian.edge.twin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.edge.query.EventField;
import org.bactrian.edge.query.EventTypeCatalog;
import org.bactrian.opcua.service.TypeDescription;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;

/** Event types that are read from a server. */
record ServerEventTypes(ServerView server) implements EventTypeCatalog {

  private static final Pattern PREFIXED = Pattern.compile("([^:]+):(.+)");
  private static final Pattern INDEX = Pattern.compile("ns(\\d{1,5})");

  @Override
  public Optional<String> id(String name, Map<String, String> prefixes) {
    if (name.contains("=")) {
      return Optional.of(server.text(ServerView.node(name)));
    }
    Matcher prefixed = PREFIXED.matcher(name);
    if (!prefixed.matches()) {
      return standard(name);
    }
    String uri = prefixes.get(prefixed.group(1));
    if (uri != null) {
      return namespace(uri).isPresent()
          ? inNamespace(namespace(uri).getAsInt(), prefixed.group(2))
          : Optional.empty();
    }
    Matcher index = INDEX.matcher(prefixed.group(1));
    return index.matches()
        ? inNamespace(Integer.parseInt(index.group(1)), prefixed.group(2))
        : Optional.empty();
  }

  private Optional<String> inNamespace(int index, String name) {
    return index == 0 ? standard(name) : Optional.of(server.text(new NodeId(index, name)));
  }

  /** Types of namespace 0 by the names that the specification gives them. */
  private Optional<String> standard(String name) {
    try {
      return NodeIds.class.getField(name).get(null) instanceof NodeId id
          ? Optional.of(server.text(id))
          : Optional.empty();
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<EventField> fields(String id) throws UaException {
    TypeDescription type =
        ServerView.await(server.nodes().types(List.of(ServerView.node(id)))).get(0);
    if (!type.result().isUsable()) {
      throw new UaException(type.result().status());
    }
    return type.declarations().stream()
        .filter(one -> one.reference().getNodeClass() == NodeClass.Variable)
        .map(
            one ->
                new EventField(
                    server.text(one.type()),
                    one.path(),
                    one.path().stream().map(server::text).toList()))
        .toList();
  }

  @Override
  public OptionalInt namespace(String uri) {
    UShort index = server.namespaces().getIndex(uri);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index.intValue());
  }
}
