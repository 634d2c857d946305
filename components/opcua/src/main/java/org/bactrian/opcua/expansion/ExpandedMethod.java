package org.bactrian.opcua.expansion;

import org.bactrian.opcua.service.MethodDescription;

/**
 * Method of an expanded object.
 *
 * @param node the method
 * @param description its object and arguments
 */
public record ExpandedMethod(HierarchyNode node, MethodDescription description) {}
