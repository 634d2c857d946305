/**
 * Requests, answers and events of the registry that only the cloud knows, as its contract writes
 * them in JSON. Entities that the edge reports, too, are in {@code org.bactrian.model.registry}.
 */
package org.bactrian.cloud.registry.contract;
