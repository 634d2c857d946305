package org.bactrian.edge.twin.contract;

import java.time.Instant;

/**
 * View of a server's address space (Part 4, 7.45).
 *
 * @param viewId node id of the view
 * @param version its version; null for the present one
 * @param timestamp the time that it is looked at as of; null for now
 */
public record BrowseViewSelection(String viewId, Long version, Instant timestamp) {}
