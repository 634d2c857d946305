package org.bactrian.edge.twin.contract;

/**
 * A data type.
 *
 * @param dataType node id or name
 */
public record DataTypeMetadata(String dataType) {}
