package org.bactrian.launcher.command;

import java.util.List;
import java.util.regex.Pattern;
import org.bactrian.opcua.expansion.HierarchyNode;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.node.NodeIdText;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Lines that show nodes: path, data type and node id, with tabs between.
 *
 * @param prefix path of the node where browsing began, empty where it is not known
 * @param start name of that node
 * @param namespaces namespaces of the server
 */
record NodeLines(String prefix, String start, NamespaceTable namespaces) {

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  /** The line of an object. */
  String object(HierarchyNode node) {
    return line(node, "Object");
  }

  /**
   * The line of a variable.
   *
   * @param dataType its data type, the null id where it is not known
   */
  String variable(HierarchyNode node, NodeId dataType) {
    if (dataType.isNull()) {
      return line(node, "?");
    }
    boolean isStandard = dataType.getNamespaceIndex().intValue() == 0;
    return line(
        node,
        NodeIdText.format(
            dataType, namespaces, isStandard ? NamespaceFormat.URI : NamespaceFormat.EXPANDED));
  }

  private String line(HierarchyNode node, String type) {
    return String.join(
        "\t",
        printable(path(node.names())),
        printable(type),
        printable(NodeIdText.format(node.id(), namespaces, NamespaceFormat.EXPANDED)));
  }

  private String path(List<String> names) {
    if (names.isEmpty()) {
      return prefix.isEmpty() ? NodePathText.format(List.of(start)) : prefix;
    }
    String below = NodePathText.format(names);
    return prefix.isEmpty() ? below : prefix.equals("/") ? "/" + below : prefix + "/" + below;
  }

  /** A text of a server without characters that a terminal would act on. */
  static String printable(String text) {
    return UNPRINTABLE
        .matcher(text)
        .replaceAll(found -> "\\\\u%04x".formatted(found.group().codePointAt(0)));
  }
}
