package org.bactrian.edge.publisher.message;

import org.eclipse.milo.opcua.stack.core.NamespaceTable;

/**
 * The server behind a DataSetWriter, as known at its last connect.
 *
 * @param applicationUri who it says it is, empty when that is not known
 * @param namespaces its namespaces, which turn indices into URIs
 */
public record Source(String applicationUri, NamespaceTable namespaces) {}
