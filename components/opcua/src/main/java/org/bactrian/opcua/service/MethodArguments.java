package org.bactrian.opcua.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/** The objects and arguments of methods, of all in a Browse each way and one Read. */
final class MethodArguments {

  private static final BrowseFilter PROPERTIES =
      new BrowseFilter(BrowseDirection.Forward, NodeIds.HasProperty, true, 0, 0);
  private static final BrowseFilter OWNERS =
      new BrowseFilter(BrowseDirection.Inverse, NodeIds.HasComponent, true, 0, 0);

  private MethodArguments() {}

  /** Inputs and outputs, without the objects. */
  static CompletableFuture<List<MethodDescription>> of(ServiceCalls calls, List<NodeId> methods) {
    return BrowseService.all(calls, methods, PROPERTIES)
        .thenCompose(properties -> read(calls, methods, properties));
  }

  /** Everything. */
  static CompletableFuture<List<MethodDescription>> withObjects(
      ServiceCalls calls, List<NodeId> methods) {
    return of(calls, methods)
        .thenCombine(
            BrowseService.all(calls, methods, OWNERS),
            (descriptions, owners) -> {
              List<MethodDescription> all = new ArrayList<>(methods.size());
              for (int i = 0; i < methods.size(); i++) {
                MethodDescription one = descriptions.get(i);
                Optional<NodeId> object =
                    owners.get(i).references().stream().findFirst().flatMap(r -> id(calls, r));
                all.add(new MethodDescription(one.result(), object, one.inputs(), one.outputs()));
              }
              return all;
            });
  }

  private static CompletableFuture<List<MethodDescription>> read(
      ServiceCalls calls, List<NodeId> methods, List<BrowsedNode> properties) {
    List<ReadValueId> values = new ArrayList<>();
    List<Places> places = new ArrayList<>(methods.size());
    for (BrowsedNode of : properties) {
      places.add(
          new Places(
              place(calls, of, "InputArguments", values),
              place(calls, of, "OutputArguments", values)));
    }
    return AttributeService.read(calls, values, AttributeService.NOW)
        .thenApply(
            read -> {
              List<MethodDescription> all = new ArrayList<>(methods.size());
              for (int i = 0; i < methods.size(); i++) {
                all.add(
                    new MethodDescription(
                        properties.get(i).result(),
                        Optional.empty(),
                        arguments(calls.client(), read, places.get(i).inputs()),
                        arguments(calls.client(), read, places.get(i).outputs())));
              }
              return all;
            });
  }

  /** Index of the property's value in the answer, -1 when there is no such property. */
  private static int place(
      ServiceCalls calls, BrowsedNode method, String name, List<ReadValueId> values) {
    Optional<NodeId> property =
        method.references().stream()
            .filter(r -> name.equals(r.getBrowseName().name()))
            .findFirst()
            .flatMap(r -> id(calls, r));
    property.ifPresent(node -> values.add(AttributeService.id(node, AttributeId.Value, "")));
    return property.isPresent() ? values.size() - 1 : -1;
  }

  private static List<Argument> arguments(
      OpcUaClient client, List<AttributeValue> values, int place) {
    List<Argument> arguments = new ArrayList<>();
    if (place >= 0 && values.get(place).value().value().value() instanceof ExtensionObject[] all) {
      for (ExtensionObject encoded : all) {
        try {
          arguments.add((Argument) encoded.decode(client.getStaticEncodingContext()));
        } catch (UaSerializationException | ClassCastException e) {
          throw new IllegalStateException("an argument of a method cannot be decoded", e);
        }
      }
    }
    return arguments;
  }

  private static Optional<NodeId> id(ServiceCalls calls, ReferenceDescription reference) {
    return reference.getNodeId().toNodeId(calls.client().getNamespaceTable());
  }

  private record Places(int inputs, int outputs) {}
}
