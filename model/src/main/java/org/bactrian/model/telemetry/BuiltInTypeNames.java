package org.bactrian.model.telemetry;

import java.util.List;
import java.util.Optional;

/** Names of the built-in types of OPC UA (Part 6, 5.1.2). */
public final class BuiltInTypeNames {

  /** The names in the order of their numbers, which begin with 1. */
  public static final List<String> ALL =
      List.of(
          "Boolean",
          "SByte",
          "Byte",
          "Int16",
          "UInt16",
          "Int32",
          "UInt32",
          "Int64",
          "UInt64",
          "Float",
          "Double",
          "String",
          "DateTime",
          "Guid",
          "ByteString",
          "XmlElement",
          "NodeId",
          "ExpandedNodeId",
          "StatusCode",
          "QualifiedName",
          "LocalizedText",
          "ExtensionObject",
          "DataValue",
          "Variant",
          "DiagnosticInfo");

  private BuiltInTypeNames() {}

  /** The name of a type; empty for a number that is not that of a built-in type. */
  public static Optional<String> of(long number) {
    return number >= 1 && number <= ALL.size()
        ? Optional.of(ALL.get((int) number - 1))
        : Optional.empty();
  }
}
