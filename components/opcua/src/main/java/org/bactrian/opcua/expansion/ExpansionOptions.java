package org.bactrian.opcua.expansion;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.OptionalInt;

/**
 * Options of an expansion, named as OPC Publisher names those of its requests.
 *
 * @param maxLevelsToExpand depth of variables below an object or variable; 0 for all below an
 *     object and none below a variable, of which there is one level where it is excluded itself
 * @param maxDepth depth of the search for objects or instances; empty for all, 0 for the node
 *     alone, or its children where it is excluded itself
 * @param noSubTypesOfTypeNodes whether instances of subtypes of a type are left out
 * @param excludeRootIfInstanceNode whether an object or variable is left out itself
 * @param flattenTypeInstance whether variables of nested objects belong to the instance of a type
 * @param organizedVariables whether variables that an object only organizes belong to it, too
 * @param includeMethods whether methods are found too
 * @param includeEvents whether events are found that types say they generate
 */
@RecordBuilder
public record ExpansionOptions(
    int maxLevelsToExpand,
    OptionalInt maxDepth,
    boolean noSubTypesOfTypeNodes,
    boolean excludeRootIfInstanceNode,
    boolean flattenTypeInstance,
    boolean organizedVariables,
    boolean includeMethods,
    boolean includeEvents)
    implements ExpansionOptionsBuilder.With {

  /** All objects and variables below a node by any hierarchical reference, no methods or events. */
  public static final ExpansionOptions ALL_VARIABLES =
      new ExpansionOptions(0, OptionalInt.empty(), false, false, false, true, false, false);
}
