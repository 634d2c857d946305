package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Attribute to write.
 *
 * @param nodeId node that has it
 * @param attribute which one
 * @param value its new value
 */
public record AttributeWriteRequest(String nodeId, AttributeName attribute, JsonNode value) {}
