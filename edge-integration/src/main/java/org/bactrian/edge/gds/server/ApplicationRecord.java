package org.bactrian.edge.gds.server;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.GenericDataTypeCodec;
import org.eclipse.milo.opcua.stack.core.encoding.UaDecoder;
import org.eclipse.milo.opcua.stack.core.encoding.UaEncoder;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.StructureType;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;
import org.jspecify.annotations.Nullable;

/**
 * Structure ApplicationRecordDataType (Part 12, 6.5.5). What a client sends may lack any member.
 *
 * @param applicationId id in the directory, null before the registration
 * @param applicationUri URI of the application
 * @param applicationType what it is
 * @param applicationNames its names, each in another language
 * @param productUri URI of its product
 * @param discoveryUrls URLs to ask for endpoints
 * @param serverCapabilities capability identifiers
 */
public record ApplicationRecord(
    NodeId applicationId,
    @Nullable String applicationUri,
    @Nullable ApplicationType applicationType,
    LocalizedText @Nullable [] applicationNames,
    @Nullable String productUri,
    String @Nullable [] discoveryUrls,
    String @Nullable [] serverCapabilities)
    implements UaStructuredType {

  /** Id of the data type. */
  public static final ExpandedNodeId TYPE_ID = GdsIds.expanded(GdsIds.APPLICATION_RECORD);

  /** Id of its binary encoding. */
  public static final ExpandedNodeId BINARY_ENCODING_ID =
      GdsIds.expanded(GdsIds.APPLICATION_RECORD_BINARY);

  @Override
  public ExpandedNodeId getTypeId() {
    return TYPE_ID;
  }

  @Override
  public ExpandedNodeId getBinaryEncodingId() {
    return BINARY_ENCODING_ID;
  }

  @Override
  public ExpandedNodeId getXmlEncodingId() {
    return ExpandedNodeId.NULL_VALUE;
  }

  @Override
  public ExpandedNodeId getJsonEncodingId() {
    return ExpandedNodeId.NULL_VALUE;
  }

  /**
   * Describes the structure to clients that do not know it.
   *
   * @param binaryEncoding id of the binary encoding in the namespaces of the server
   */
  static StructureDefinition definition(NodeId binaryEncoding) {
    return new StructureDefinition(
        binaryEncoding,
        NodeIds.Structure,
        StructureType.Structure,
        new StructureField[] {
          field("ApplicationId", NodeIds.NodeId, ValueRanks.Scalar),
          field("ApplicationUri", NodeIds.String, ValueRanks.Scalar),
          field("ApplicationType", NodeIds.ApplicationType, ValueRanks.Scalar),
          field("ApplicationNames", NodeIds.LocalizedText, ValueRanks.OneDimension),
          field("ProductUri", NodeIds.String, ValueRanks.Scalar),
          field("DiscoveryUrls", NodeIds.String, ValueRanks.OneDimension),
          field("ServerCapabilities", NodeIds.String, ValueRanks.OneDimension)
        });
  }

  private static StructureField field(String name, NodeId dataType, int valueRank) {
    return new StructureField(
        name, LocalizedText.NULL_VALUE, dataType, valueRank, null, uint(0), false);
  }

  /** Binary encoding of the structure. */
  public static final class Codec extends GenericDataTypeCodec<ApplicationRecord> {

    @Override
    public Class<ApplicationRecord> getType() {
      return ApplicationRecord.class;
    }

    @Override
    public ApplicationRecord decodeType(EncodingContext context, UaDecoder decoder) {
      return new ApplicationRecord(
          decoder.decodeNodeId("ApplicationId"),
          decoder.decodeString("ApplicationUri"),
          ApplicationType.from(decoder.decodeEnum("ApplicationType")),
          decoder.decodeLocalizedTextArray("ApplicationNames"),
          decoder.decodeString("ProductUri"),
          decoder.decodeStringArray("DiscoveryUrls"),
          decoder.decodeStringArray("ServerCapabilities"));
    }

    @Override
    public void encodeType(EncodingContext context, UaEncoder encoder, ApplicationRecord value) {
      encoder.encodeNodeId("ApplicationId", value.applicationId());
      encoder.encodeString("ApplicationUri", value.applicationUri());
      encoder.encodeEnum("ApplicationType", value.applicationType());
      encoder.encodeLocalizedTextArray("ApplicationNames", value.applicationNames());
      encoder.encodeString("ProductUri", value.productUri());
      encoder.encodeStringArray("DiscoveryUrls", value.discoveryUrls());
      encoder.encodeStringArray("ServerCapabilities", value.serverCapabilities());
    }
  }
}
