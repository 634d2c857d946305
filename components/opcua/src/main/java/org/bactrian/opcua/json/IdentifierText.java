package org.bactrian.opcua.json;

import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.node.QualifiedNameText;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;

/**
 * Expanded node ids and qualified names as text in each {@link NamespaceFormat}; {@link NodeIdText}
 * has those of node ids. An index without a URI in the server's table stays an index, so that
 * nothing is named that is something else.
 */
public final class IdentifierText {

  private IdentifierText() {}

  /** Writes an id with the number of its server where that is another one. */
  public static String of(ExpandedNodeId id, NamespaceFormat format, NamespaceTable namespaces) {
    return NodeIdText.format(id, namespaces, format);
  }

  /** Writes a name, encoded as identifiers of node ids are. */
  public static String of(QualifiedName name, NamespaceFormat format, NamespaceTable namespaces) {
    return QualifiedNameText.format(name, namespaces, format);
  }

  /** The URI of a namespace, empty when the server did not tell. */
  static String uriOf(int index, NamespaceTable namespaces) {
    String uri = namespaces.get(UShort.valueOf(index));
    return uri == null ? "" : uri;
  }
}
