package org.bactrian.edge.twin;

import java.util.List;
import java.util.Optional;
import org.bactrian.edge.twin.contract.BrowseDirection;
import org.bactrian.edge.twin.contract.NodeClass;
import org.jspecify.annotations.Nullable;

/** Converts enumerations of the contracts to those of OPC UA and back. */
final class EnumerationConverter {

  private EnumerationConverter() {}

  static org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection direction(
      BrowseDirection direction) {
    return switch (direction) {
      case Forward -> org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection.Forward;
      case Backward -> org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection.Inverse;
      case Both -> org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection.Both;
    };
  }

  static org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn timestamps(
      org.bactrian.edge.twin.contract.TimestampsToReturn timestamps) {
    return switch (timestamps == null
        ? org.bactrian.edge.twin.contract.TimestampsToReturn.Both
        : timestamps) {
      case Both -> org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn.Both;
      case Source -> org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn.Source;
      case Server -> org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn.Server;
      case None -> org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn.Neither;
    };
  }

  /** Bits of the kinds of nodes that are wanted, 0 for all. */
  static int mask(List<NodeClass> kinds) {
    int mask = 0;
    for (NodeClass kind : kinds == null ? List.<NodeClass>of() : kinds) {
      mask |=
          org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass.valueOf(kind.name())
              .getValue();
    }
    return mask;
  }

  static @Nullable NodeClass kind(
      org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass kind) {
    return kindOrNone(kind).orElse(null);
  }

  static Optional<NodeClass> kindOrNone(
      org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass kind) {
    return kind == null
            || kind == org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass.Unspecified
        ? Optional.empty()
        : Optional.of(NodeClass.valueOf(kind.name()));
  }
}
