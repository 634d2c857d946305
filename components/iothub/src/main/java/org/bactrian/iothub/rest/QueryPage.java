package org.bactrian.iothub.rest;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Page of results of a query.
 *
 * @param results array of the results
 * @param continuation what to ask for the next page with; empty on the last page
 */
public record QueryPage(JsonNode results, String continuation) {}
