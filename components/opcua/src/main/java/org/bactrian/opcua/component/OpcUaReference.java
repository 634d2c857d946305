package org.bactrian.opcua.component;

import org.jspecify.annotations.Nullable;

/**
 * A reference that browsing found.
 *
 * @param from the node that was browsed, as the route names it
 * @param node the node at the other end, by namespace URI
 * @param browseName its browse name
 * @param displayName its display name
 * @param nodeClass its node class, such as {@code Variable}
 * @param typeDefinition its type, empty where it has none
 * @param referenceType type of the reference
 * @param forward whether the reference points from the browsed node to the other one
 */
public record OpcUaReference(
    String from,
    String node,
    String browseName,
    @Nullable String displayName,
    String nodeClass,
    String typeDefinition,
    String referenceType,
    boolean forward) {}
