package org.bactrian.edge.publisher.group;

/**
 * Version of a DataSet's shape (ConfigurationVersion, Part 14, 6.2.3.2.6).
 *
 * @param major changes when a reader of the old shape can not read the new one; unsigned 32 bits
 * @param minor changes when it can; unsigned 32 bits
 */
public record MetaDataVersion(long major, long minor) {}
