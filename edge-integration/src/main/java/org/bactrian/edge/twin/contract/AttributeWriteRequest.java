package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An attribute to be written.
 *
 * @param nodeId node that has it
 * @param attribute which one
 * @param value its new value
 */
public record AttributeWriteRequest(String nodeId, AttributeName attribute, JsonNode value) {}
