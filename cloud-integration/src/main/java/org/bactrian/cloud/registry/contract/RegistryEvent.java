package org.bactrian.cloud.registry.contract;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A change of the registry.
 *
 * @param source what changed
 * @param eventType how
 * @param id id of what changed
 * @param entity what it is now, or was when it is gone; left out where it is not known
 */
public record RegistryEvent(
    RegistryEventSource source, RegistryEventType eventType, String id, JsonNode entity) {}
