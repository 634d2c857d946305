package org.bactrian.opcua.json;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.DataTypeDefinition;

/** Data types whose built-in type the specification fixes (Part 5, 12; Part 6, 5.1.2). */
final class StandardDataTypes implements DataTypes {

  private static final Map<NodeId, OpcUaDataType> TYPES = new HashMap<>();

  static {
    for (OpcUaDataType type : OpcUaDataType.values()) {
      TYPES.put(type.getNodeId(), type);
    }
    put(OpcUaDataType.Variant, NodeIds.Number, NodeIds.Integer, NodeIds.UInteger);
    put(OpcUaDataType.Int32, NodeIds.Enumeration);
    put(OpcUaDataType.Double, NodeIds.Duration);
    put(OpcUaDataType.DateTime, NodeIds.UtcTime);
    put(OpcUaDataType.UInt32, NodeIds.IntegerId, NodeIds.Counter, NodeIds.VersionTime);
    put(OpcUaDataType.UInt64, NodeIds.BitFieldMaskDataType);
    put(
        OpcUaDataType.String,
        NodeIds.LocaleId,
        NodeIds.NumericRange,
        NodeIds.NormalizedString,
        NodeIds.DecimalString,
        NodeIds.DurationString,
        NodeIds.TimeString,
        NodeIds.DateString);
    put(
        OpcUaDataType.ByteString,
        NodeIds.Image,
        NodeIds.ImageBMP,
        NodeIds.ImageGIF,
        NodeIds.ImageJPG,
        NodeIds.ImagePNG,
        NodeIds.AudioDataType,
        NodeIds.ApplicationInstanceCertificate,
        NodeIds.ContinuationPoint);
    put(OpcUaDataType.NodeId, NodeIds.SessionAuthenticationToken);
  }

  @Override
  public Optional<OpcUaDataType> builtInType(NodeId dataType) {
    return Optional.ofNullable(TYPES.get(dataType));
  }

  @Override
  public Optional<DataTypeDefinition> definition(NodeId dataType) {
    return Optional.empty();
  }

  private static void put(OpcUaDataType builtIn, NodeId... dataTypes) {
    for (NodeId dataType : dataTypes) {
      TYPES.put(dataType, builtIn);
    }
  }
}
