package org.bactrian.edge.twin.contract;

import org.jspecify.annotations.Nullable;

/**
 * Metadata of a data type.
 *
 * @param dataType node id or name
 */
public record DataTypeMetadata(@Nullable String dataType) {}
