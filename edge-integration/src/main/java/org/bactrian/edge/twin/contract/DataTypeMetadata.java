package org.bactrian.edge.twin.contract;

/**
 * Metadata of a data type.
 *
 * @param dataType node id or name
 */
public record DataTypeMetadata(String dataType) {}
