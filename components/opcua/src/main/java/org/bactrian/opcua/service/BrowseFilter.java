package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;

/**
 * Which references are followed (Part 4, 5.9.2).
 *
 * @param direction which way they point
 * @param referenceType their type
 * @param includeSubtypes whether subtypes of it count too
 * @param nodeClassMask bits of the node classes that are wanted, 0 for all
 * @param maxReferencesPerNode references in one answer, 0 for as many as the server likes; all are
 *     fetched in any case
 */
public record BrowseFilter(
    BrowseDirection direction,
    NodeId referenceType,
    boolean includeSubtypes,
    int nodeClassMask,
    int maxReferencesPerNode) {

  /** Children of all kinds. */
  public static final BrowseFilter CHILDREN =
      new BrowseFilter(BrowseDirection.Forward, NodeIds.HierarchicalReferences, true, 0, 0);
}
