package org.bactrian.model.twin;

/**
 * A data type.
 *
 * @param dataType node id or name
 */
public record DataTypeMetadata(String dataType) {}
