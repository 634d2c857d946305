package org.bactrian.edge.twin.contract;

/**
 * Attribute to read.
 *
 * @param nodeId node that has it
 * @param attribute which one
 */
public record AttributeReadRequest(String nodeId, AttributeName attribute) {}
