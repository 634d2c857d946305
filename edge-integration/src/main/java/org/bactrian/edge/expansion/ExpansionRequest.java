package org.bactrian.edge.expansion;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.OptionalInt;
import org.bactrian.edge.twin.contract.RequestHeader;
import org.bactrian.opcua.expansion.ExpansionOptions;
import org.jspecify.annotations.Nullable;

/**
 * Request to expand an entry, as OPC Publisher has it. Members that are not given are null.
 *
 * @param header options of the calls of the server
 * @param createSingleWriter whether all variables go into the entry given, instead of a writer for
 *     each object
 * @param maxLevelsToExpand depth of variables below an object or variable, 0 for the usual one
 * @param noSubTypesOfTypeNodes whether instances of subtypes of a type are left out
 * @param excludeRootIfInstanceNode whether an object or variable is left out itself
 * @param maxDepth depth of the search for objects or instances; null for all
 * @param flattenTypeInstance whether variables of nested objects belong to the instance of a type
 * @param includeMethods whether methods are found too
 * @param discardErrors whether only good entries are answered
 * @param useBrowseNameAsDisplayName whether display names are browse names, joined by dots
 */
@RecordBuilder
public record ExpansionRequest(
    @Nullable RequestHeader header,
    @Nullable Boolean createSingleWriter,
    @Nullable Long maxLevelsToExpand,
    @Nullable Boolean noSubTypesOfTypeNodes,
    @Nullable Boolean excludeRootIfInstanceNode,
    @Nullable Long maxDepth,
    @Nullable Boolean flattenTypeInstance,
    @Nullable Boolean includeMethods,
    @Nullable Boolean discardErrors,
    @Nullable Boolean useBrowseNameAsDisplayName) {

  /** Asks for nothing in particular. */
  public static final ExpansionRequest DEFAULT = ExpansionRequestBuilder.builder().build();

  /** Asks for entries without errors only. */
  public static final ExpansionRequest WITHOUT_ERRORS =
      ExpansionRequestBuilder.builder().discardErrors(true).build();

  ExpansionOptions options() {
    return new ExpansionOptions(
        maxLevelsToExpand == null ? 0 : count(maxLevelsToExpand),
        maxDepth == null ? OptionalInt.empty() : OptionalInt.of(count(maxDepth)),
        isTrue(noSubTypesOfTypeNodes),
        isTrue(excludeRootIfInstanceNode),
        isTrue(flattenTypeInstance),
        false, // as OPC Publisher, which follows Aggregates to variables
        isTrue(includeMethods),
        true);
  }

  private static int count(long number) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, number));
  }

  /** Returns whether a flag is given and set. */
  public static boolean isTrue(@Nullable Boolean flag) {
    return Boolean.TRUE.equals(flag);
  }
}
