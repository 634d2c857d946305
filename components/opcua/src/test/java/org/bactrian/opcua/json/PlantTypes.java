package org.bactrian.opcua.json;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.core.typetree.DataType;
import org.eclipse.milo.opcua.sdk.core.typetree.DataTypeTree;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.StructureType;
import org.eclipse.milo.opcua.stack.core.types.structured.DataTypeDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumField;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;
import org.eclipse.milo.opcua.stack.core.util.Tree;

/** The data types of a server of its own, with the codecs that Milo makes of their definitions. */
final class PlantTypes {

  static final NodeId SPEED = id("Speed");
  static final NodeId STATE = id("State");
  static final NodeId STEP = id("Step");
  static final NodeId JOB = id("Job");
  static final NodeId NOTE = id("Note");
  static final NodeId SETPOINT = id("SetPoint");

  final DefaultEncodingContext context = new DefaultEncodingContext();
  final DataTypeTree tree;

  private record Type(NodeId id, NodeId encoding, DataTypeDefinition definition)
      implements DataType {

    @Override
    public QualifiedName getBrowseName() {
      return new QualifiedName(id.getNamespaceIndex(), id.getIdentifier().toString());
    }

    @Override
    public NodeId getNodeId() {
      return id;
    }

    @Override
    public NodeId getBinaryEncodingId() {
      return encoding;
    }

    @Override
    public NodeId getXmlEncodingId() {
      return null;
    }

    @Override
    public NodeId getJsonEncodingId() {
      return null;
    }

    @Override
    public DataTypeDefinition getDataTypeDefinition() {
      return definition;
    }

    @Override
    public Boolean isAbstract() {
      return false;
    }
  }

  PlantTypes() {
    context.getNamespaceTable().add("urn:server");
    context.getNamespaceTable().add("http://plant/");
    Tree<DataType> root = new Tree<>(null, type(NodeIds.BaseDataType));
    Tree<DataType> numbers = root.addChild(type(NodeIds.Number));
    numbers.addChild(type(NodeIds.Double)).addChild(type(SPEED));
    root.addChild(type(NodeIds.Enumeration))
        .addChild(
            new Type(
                STATE,
                null,
                new EnumDefinition(
                    new EnumField[] {value(0, "Idle"), value(1, "Running"), value(7, "Zone_2")})));
    Tree<DataType> structures = root.addChild(type(NodeIds.Structure));
    structures.addChild(
        structure(
            STEP,
            StructureType.Structure,
            field("Name", NodeIds.String, -1, false),
            field("Speed", SPEED, -1, false)));
    structures.addChild(
        structure(
            JOB,
            StructureType.Structure,
            field("OrderId", NodeIds.String, -1, false),
            field("State", STATE, -1, false),
            field("Past", STATE, 1, false),
            field("First", STEP, -1, false),
            field("Steps", STEP, 1, false),
            field("Grid", NodeIds.Int32, 2, false),
            field("Any", NodeIds.BaseDataType, -1, false),
            field("Extra", NodeIds.Structure, -1, false)));
    structures.addChild(
        structure(
            NOTE,
            StructureType.StructureWithOptionalFields,
            field("Text", NodeIds.String, -1, false),
            field("Author", NodeIds.String, -1, true),
            field("Pages", NodeIds.UInt32, -1, true)));
    structures.addChild(
        structure(
            SETPOINT,
            StructureType.Union,
            field("Level", NodeIds.Double, -1, false),
            field("Recipe", NodeIds.String, -1, false)));
    tree = new DataTypeTree(root);
    for (NodeId structure : new NodeId[] {STEP, JOB, NOTE, SETPOINT}) {
      DataType type = tree.getDataType(structure);
      context
          .getDataTypeManager()
          .registerType(
              structure,
              StructureCodecs.create(type, tree),
              type.getBinaryEncodingId(),
              null,
              null);
    }
  }

  ValueReader reader() {
    return new ValueReader(context, DataTypes.of(tree));
  }

  /** A server that does not tell what its types are made of. */
  ValueReader readerWithoutDefinitions() {
    return new ValueReader(
        context,
        new DataTypes() {
          @Override
          public Optional<OpcUaDataType> builtInType(NodeId dataType) {
            return DataTypes.of(tree).builtInType(dataType);
          }

          @Override
          public Optional<DataTypeDefinition> definition(NodeId dataType) {
            return Optional.empty();
          }
        });
  }

  private static Type type(NodeId id) {
    return new Type(id, null, null);
  }

  private static Type structure(NodeId id, StructureType type, StructureField... fields) {
    NodeId encoding = id(id.getIdentifier() + ".Binary");
    return new Type(
        id, encoding, new StructureDefinition(encoding, NodeIds.Structure, type, fields));
  }

  private static StructureField field(
      String name, NodeId dataType, int valueRank, boolean optional) {
    UInteger[] dimensions = valueRank < 1 ? null : new UInteger[valueRank];
    if (dimensions != null) {
      Arrays.fill(dimensions, UInteger.MIN);
    }
    return new StructureField(
        name, LocalizedText.NULL_VALUE, dataType, valueRank, dimensions, UInteger.MIN, optional);
  }

  private static EnumField value(long value, String name) {
    return new EnumField(value, LocalizedText.NULL_VALUE, LocalizedText.NULL_VALUE, name);
  }

  private static NodeId id(String name) {
    return new NodeId(2, name);
  }
}
