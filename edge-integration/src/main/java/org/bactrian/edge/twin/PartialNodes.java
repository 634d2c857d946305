package org.bactrian.edge.twin;

import org.bactrian.edge.twin.contract.Node;
import org.bactrian.edge.twin.contract.NodeClass;

/** Creates nodes of the contract of which only some attributes are known. */
final class PartialNodes {

  private PartialNodes() {}

  static Node bare(String nodeId, NodeClass kind) {
    return named(nodeId, kind, null, null);
  }

  static Node named(String nodeId, NodeClass kind, String browseName, String displayName) {
    return new Node(
        kind,
        displayName,
        nodeId,
        null,
        browseName,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The same with the id of its type; null for none. */
  static Node withType(Node node, String typeDefinitionId) {
    return new Node(
        node.nodeClass(),
        node.displayName(),
        node.nodeId(),
        node.description(),
        node.browseName(),
        node.value(),
        node.sourcePicoseconds(),
        node.sourceTimestamp(),
        node.serverPicoseconds(),
        node.serverTimestamp(),
        node.errorInfo(),
        node.accessRestrictions(),
        node.writeMask(),
        node.userWriteMask(),
        node.isAbstract(),
        node.containsNoLoops(),
        node.eventNotifier(),
        node.executable(),
        node.userExecutable(),
        node.dataTypeDefinition(),
        node.accessLevel(),
        node.userAccessLevel(),
        node.dataType(),
        node.valueRank(),
        node.arrayDimensions(),
        node.historizing(),
        node.minimumSamplingInterval(),
        node.inverseName(),
        node.symmetric(),
        node.rolePermissions(),
        node.userRolePermissions(),
        typeDefinitionId,
        node.children());
  }
}
