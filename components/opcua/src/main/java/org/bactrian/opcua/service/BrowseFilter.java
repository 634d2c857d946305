package org.bactrian.opcua.service;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;

/**
 * Filter of the references to follow (Part 4, 5.9.2).
 *
 * @param direction which way they point
 * @param referenceType their type, the null id for all
 * @param includeSubtypes whether subtypes of it count too
 * @param nodeClassMask bits of the node classes that are wanted, 0 for all
 * @param maxReferencesPerNode references in one answer, 0 for as many as the server likes
 * @param view where they are looked for
 */
@RecordBuilder
public record BrowseFilter(
    BrowseDirection direction,
    NodeId referenceType,
    boolean includeSubtypes,
    int nodeClassMask,
    int maxReferencesPerNode,
    BrowseView view)
    implements BrowseFilterBuilder.With {

  /** Children of all kinds. */
  public static final BrowseFilter CHILDREN =
      new BrowseFilter(BrowseDirection.Forward, NodeIds.HierarchicalReferences, true, 0, 0);

  /** References in the whole address space. */
  public BrowseFilter(
      BrowseDirection direction,
      NodeId referenceType,
      boolean includeSubtypes,
      int nodeClassMask,
      int maxReferencesPerNode) {
    this(
        direction,
        referenceType,
        includeSubtypes,
        nodeClassMask,
        maxReferencesPerNode,
        BrowseView.ALL);
  }

  /** References of this type and no subtype of it. */
  public static BrowseFilter exactly(BrowseDirection direction, NodeId referenceType) {
    return new BrowseFilter(direction, referenceType, false, 0, 0);
  }

  BrowseDescription description(NodeId node) {
    return new BrowseDescription(
        node,
        direction,
        referenceType,
        includeSubtypes,
        uint(nodeClassMask),
        uint(BrowseResultMask.All.getValue()));
  }
}
