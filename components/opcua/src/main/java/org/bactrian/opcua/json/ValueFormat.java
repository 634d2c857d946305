package org.bactrian.opcua.json;

import org.bactrian.opcua.node.NamespaceFormat;

/**
 * JSON format of OPC UA values.
 *
 * @param strict whether Int64, node ids and type names follow Part 6, 5.4; else the form of OPC
 *     Publisher 2.8: Int64 as number, node ids as text, types by name
 * @param reversible whether a variant says its type, so that it can be read back without knowing it
 * @param namespaceFormat how a node id written as text names its namespace
 */
public record ValueFormat(boolean strict, boolean reversible, NamespaceFormat namespaceFormat) {

  /** Plain values in the form of OPC Publisher 2.8. */
  public static final ValueFormat COMPATIBLE =
      new ValueFormat(false, false, NamespaceFormat.EXPANDED);

  /** Plain values to the letter of Part 6. */
  public static final ValueFormat STRICT = new ValueFormat(true, false, NamespaceFormat.EXPANDED);
}
