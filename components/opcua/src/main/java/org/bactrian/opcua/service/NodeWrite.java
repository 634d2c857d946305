package org.bactrian.opcua.service;

/**
 * One value to write.
 *
 * @param target where to
 * @param value a plain Java value, which is coerced to the data type of the node, or a Variant or
 *     DataValue of Milo, which is written as it is
 */
public record NodeWrite(NodeAttributeId target, Object value) {}
