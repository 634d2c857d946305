package org.bactrian.iothub.rest;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a direct method came to.
 *
 * @param status status that the target set
 * @param payload what it answered; a null node for nothing
 */
public record MethodResult(int status, JsonNode payload) {}
