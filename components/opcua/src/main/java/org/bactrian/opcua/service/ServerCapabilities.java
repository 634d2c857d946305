package org.bactrian.opcua.service;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * Capabilities that a server reports. Those that it does not report are absent.
 *
 * @param values what was read of the variables that the server has
 * @param modellingRules the modelling rules that it knows
 * @param aggregateFunctions the aggregates that it computes of present values
 * @param historyAggregateFunctions the aggregates that it computes of history
 */
public record ServerCapabilities(
    Map<ServerCapability, Object> values,
    List<ReferenceDescription> modellingRules,
    List<ReferenceDescription> aggregateFunctions,
    List<ReferenceDescription> historyAggregateFunctions) {

  private static final List<NodeId> FOLDERS =
      List.of(
          NodeIds.Server_ServerCapabilities_ModellingRules,
          NodeIds.Server_ServerCapabilities_AggregateFunctions,
          NodeIds.HistoryServerCapabilities_AggregateFunctions);

  public ServerCapabilities {
    values = Map.copyOf(values);
  }

  static CompletableFuture<ServerCapabilities> read(ServiceCalls calls) {
    List<ServerCapability> all = List.of(ServerCapability.values());
    return AttributeService.read(
            calls, all.stream().map(ServerCapability::node).toList(), AttributeId.Value)
        .thenCombine(
            BrowseService.all(calls, FOLDERS, BrowseFilter.CHILDREN),
            (read, browsed) -> {
              Map<ServerCapability, Object> values = new EnumMap<>(ServerCapability.class);
              for (int i = 0; i < read.size(); i++) {
                Object value = read.get(i).value().value().value();
                if (read.get(i).result().isUsable() && value != null) {
                  values.put(all.get(i), value);
                }
              }
              return new ServerCapabilities(
                  values,
                  browsed.get(0).references(),
                  browsed.get(1).references(),
                  browsed.get(2).references());
            });
  }

  /** A count or a size; zero means that there is no limit (Part 5, 6.3.11). */
  public OptionalLong number(ServerCapability capability) {
    return values.get(capability) instanceof Number number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  /** A time in milliseconds. */
  public OptionalDouble duration(ServerCapability capability) {
    return values.get(capability) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** Returns a capability as a flag. */
  public Optional<Boolean> flag(ServerCapability capability) {
    return values.get(capability) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  /** A list of texts; names come without their namespace. */
  public List<String> texts(ServerCapability capability) {
    Object value = values.get(capability);
    if (value instanceof String[] texts) {
      return List.of(texts);
    }
    if (value instanceof QualifiedName[] names) {
      return Arrays.stream(names).map(QualifiedName::name).toList();
    }
    return List.of();
  }
}
