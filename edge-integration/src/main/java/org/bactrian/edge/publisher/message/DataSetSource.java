package org.bactrian.edge.publisher.message;

import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;

/**
 * Server behind a DataSetWriter, as known at its last connect.
 *
 * @param applicationUri application URI of the server, empty when unknown
 * @param context its namespaces, which turn indices into URIs, and the codecs that know its
 *     structures
 */
public record DataSetSource(String applicationUri, EncodingContext context) {

  /** A server whose own structures are not known; those of OPC UA are. */
  public DataSetSource(String applicationUri, NamespaceTable namespaces) {
    this(applicationUri, new NamespaceContext(namespaces));
  }

  /** The server's namespaces. */
  public NamespaceTable namespaces() {
    return context.getNamespaceTable();
  }
}
