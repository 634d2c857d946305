package org.bactrian.opcua.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.util.UUID;
import java.util.stream.Stream;
import org.bactrian.opcua.node.NamespaceFormat;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ServerState;
import org.eclipse.milo.opcua.stack.core.types.structured.AccessLevelType;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.eclipse.milo.opcua.stack.core.types.structured.ServerStatusDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueWriterTest {

  private static final UUID GUID = UUID.fromString("09087e75-8e5e-499b-954f-f2a9603db28a");
  private static final NodeId UNKNOWN_TYPE = new NodeId(2, 7000);
  private static final DateTime TIME = Values.time("2026-01-02T03:04:05.6789Z");

  /** A value and its JSON in both forms. */
  record Written(Object value, String compatible, String strict) {

    Written(Object value, String both) {
      this(value, both, both);
    }

    @Override
    public String toString() {
      return compatible + " of " + (value == null ? "null" : value.getClass().getSimpleName());
    }
  }

  static Stream<Written> scalars() {
    return Stream.of(
        new Written(null, "null"),
        new Written(true, "true"),
        new Written(false, "false"),
        new Written((byte) -128, "-128"),
        new Written(ubyte(255), "255"),
        new Written((short) -32768, "-32768"),
        new Written(ushort(65535), "65535"),
        new Written(0, "0"),
        new Written(Integer.MIN_VALUE, "-2147483648"),
        new Written(uint(4294967295L), "4294967295"),
        new Written(Long.MIN_VALUE, "-9223372036854775808", "\"-9223372036854775808\""),
        new Written(42L, "42", "\"42\""),
        new Written(-42L, "-42", "\"-42\""),
        new Written(0L, "0", "\"0\""),
        new Written(ulong(7), "7", "\"7\""),
        new Written(ulong(-1L), "18446744073709551615", "\"18446744073709551615\""),
        new Written(0.1f, "0.100000001"),
        new Written(0.1, "0.10000000000000001"),
        new Written(20.0, "20"),
        new Written(Double.NaN, "\"NaN\""),
        new Written(Double.POSITIVE_INFINITY, "\"Infinity\""),
        new Written(Float.NEGATIVE_INFINITY, "\"-Infinity\""),
        new Written("", "\"\""),
        new Written(
            "a\"b\\c\n\u00e4\u20ac\ud83d\udc2b", "\"a\\\"b\\\\c\\n\u00e4\u20ac\ud83d\udc2b\""),
        new Written(TIME, "\"2026-01-02T03:04:05.6789Z\""),
        new Written(DateTime.MIN_VALUE, "null"),
        new Written(GUID, "\"" + GUID + "\""),
        new Written(new UUID(0, 0), "null"),
        new Written(ByteString.of(new byte[] {1, 2, 3, 4}), "\"AQIDBA==\""),
        new Written(ByteString.of(new byte[0]), "null"),
        new Written(ByteString.NULL_VALUE, "null"),
        new Written(XmlElement.of("<a/>"), "\"PGEvPg==\""),
        new Written(XmlElement.of(null), "null"),
        new Written(
            new NodeId(2, "pump"),
            "\"nsu=http://plant/;s=pump\"",
            "{\"IdType\":1,\"Id\":\"pump\",\"Namespace\":\"http://plant/\"}"),
        new Written(new NodeId(0, 85), "\"i=85\"", "{\"Id\":85}"),
        new Written(
            new NodeId(1, GUID),
            "\"nsu=urn:server;g=" + GUID + "\"",
            "{\"IdType\":2,\"Id\":\"" + GUID + "\",\"Namespace\":1}"),
        new Written(
            new NodeId(9, ByteString.of(new byte[] {1})),
            "\"ns=9;b=AQ==\"",
            "{\"IdType\":3,\"Id\":\"AQ==\",\"Namespace\":9}"),
        new Written(NodeId.NULL_VALUE, "null"),
        new Written(
            ExpandedNodeId.of("http://plant/", "x"),
            "\"nsu=http://plant/;s=x\"",
            "{\"IdType\":1,\"Id\":\"x\",\"Namespace\":\"http://plant/\"}"),
        new Written(
            ExpandedNodeId.of("urn:elsewhere", 5),
            "\"nsu=urn:elsewhere;i=5\"",
            "{\"Id\":5,\"Namespace\":\"urn:elsewhere\"}"),
        new Written(StatusCode.GOOD, "null"),
        new Written(
            new StatusCode(0x80310000L), "{\"Symbol\":\"BadNoCommunication\",\"Code\":2150694912}"),
        new Written(
            new StatusCode(0x80310480L), "{\"Symbol\":\"BadNoCommunication\",\"Code\":2150696064}"),
        new Written(new StatusCode(0x0fff0000L), "{\"Symbol\":\"\",\"Code\":268369920}"),
        new Written(new QualifiedName(0, "a"), "{\"Name\":\"a\"}"),
        new Written(new QualifiedName(1, "a"), "{\"Name\":\"a\",\"Index\":1}"),
        new Written(new QualifiedName(2, "a"), "{\"Name\":\"a\",\"Uri\":\"http://plant/\"}"),
        new Written(QualifiedName.NULL_VALUE, "null"),
        new Written(new LocalizedText("de", "Tank"), "\"Tank\""),
        new Written(LocalizedText.NULL_VALUE, "null"),
        new Written(ServerState.Suspended, "\"Suspended_3\""),
        new Written(
            new DataValue(Variant.ofInt32(0), StatusCode.GOOD, null, null, null, null), "0"),
        new Written(
            new DataValue(Variant.ofInt32(1), StatusCode.BAD, TIME, ushort(5), TIME, ushort(0)),
            "{\"Value\":1,\"StatusCode\":{\"Symbol\":\"Bad\",\"Code\":2147483648},"
                + "\"SourceTimestamp\":\"2026-01-02T03:04:05.6789Z\",\"SourcePicoseconds\":5,"
                + "\"ServerTimestamp\":\"2026-01-02T03:04:05.6789Z\"}"),
        new Written(
            new DiagnosticInfo(-1, 3, -1, -1, "more", new StatusCode(0x80310000L), null),
            "{\"SymbolicId\":3,\"AdditionalInfo\":\"more\","
                + "\"InnerStatusCode\":{\"Symbol\":\"BadNoCommunication\",\"Code\":2150694912}}"));
  }

  static Stream<Written> arraysAndMatrices() {
    return Stream.of(
        new Written(new Integer[0], "[]"),
        new Written(new Integer[] {1, 0, -1}, "[1,0,-1]"),
        new Written(new int[] {1, 2}, "[1,2]"),
        new Written(new Long[] {1L}, "[1]", "[\"1\"]"),
        new Written(new double[] {0.5, Double.NaN}, "[0.5,\"NaN\"]"),
        new Written(new String[] {"a", null, ""}, "[\"a\",null,\"\"]"),
        new Written(new boolean[] {true, false}, "[true,false]"),
        new Written(new Variant[] {Variant.ofInt32(1), Variant.ofString("a")}, "[1,\"a\"]"),
        new Written(Matrix.ofInt32(new int[][] {{1, 2, 3}, {4, 5, 6}}), "[[1,2,3],[4,5,6]]"),
        new Written(
            new Matrix(new Integer[] {1, 2, 3, 4, 5, 6, 7, 8}, new int[] {2, 2, 2}),
            "[[[1,2],[3,4]],[[5,6],[7,8]]]"),
        new Written(new Matrix(new Integer[0], new int[] {2, 0}), "[[],[]]"));
  }

  static Stream<Written> structures() {
    Argument argument =
        new Argument("speed", new NodeId(0, 11), -1, null, new LocalizedText("en", "rpm"));
    ServerStatusDataType status =
        new ServerStatusDataType(
            TIME,
            TIME,
            ServerState.Running,
            new BuildInfo("urn:p", "m", "n", "1", "2", TIME),
            uint(0),
            LocalizedText.NULL_VALUE);
    return Stream.of(
        new Written(new Range(0.0, 100.0), "{\"High\":100}"),
        new Written(
            ExtensionObject.encode(Values.CONTEXT, new Range(-1.5, 2.0)),
            "{\"Low\":-1.5,\"High\":2}"),
        new Written(
            new ExtensionObject[] {ExtensionObject.encode(Values.CONTEXT, new Range(1.0, 2.0))},
            "[{\"Low\":1,\"High\":2}]"),
        new Written(
            argument,
            "{\"Name\":\"speed\",\"DataType\":\"i=11\",\"ValueRank\":-1,\"Description\":\"rpm\"}",
            "{\"Name\":\"speed\",\"DataType\":{\"Id\":11},\"ValueRank\":-1,"
                + "\"Description\":\"rpm\"}"),
        new Written(
            ExtensionObject.encode(Values.CONTEXT, status),
            "{\"StartTime\":\"2026-01-02T03:04:05.6789Z\","
                + "\"CurrentTime\":\"2026-01-02T03:04:05.6789Z\","
                + "\"State\":\"Running_0\",\"BuildInfo\":{\"ProductUri\":\"urn:p\",\"ManufacturerName\":\"m\","
                + "\"ProductName\":\"n\",\"SoftwareVersion\":\"1\",\"BuildNumber\":\"2\","
                + "\"BuildDate\":\"2026-01-02T03:04:05.6789Z\"}}"),
        new Written(
            ExtensionObject.of(ByteString.of(new byte[] {1, 2, 3, 4}), UNKNOWN_TYPE),
            "\"AQIDBA==\""),
        new Written(
            ExtensionObject.of(ByteString.of(new byte[3]), NodeIds.Range_Encoding_DefaultBinary),
            "\"AAAA\""),
        new Written(ExtensionObject.of(XmlElement.of("<a/>"), UNKNOWN_TYPE), "\"PGEvPg==\""),
        new Written(ExtensionObject.of("{\"a\":1}", UNKNOWN_TYPE), "{\"a\":1}"),
        new Written(ExtensionObject.of(ByteString.NULL_VALUE, NodeId.NULL_VALUE), "null"));
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void aScalarIsWrittenAsItsTypeWants(Written written) {
    assertWritten(written);
  }

  @ParameterizedTest
  @MethodSource("arraysAndMatrices")
  void anArrayIsAnArrayAndAMatrixIsArraysInArrays(Written written) {
    assertWritten(written);
  }

  @ParameterizedTest
  @MethodSource("structures")
  void aStructureIsAnObjectOfItsFieldsOrElseItsEncodedBody(Written written) {
    assertWritten(written);
  }

  @Test
  void aReversibleVariantSaysItsType() {
    ValueFormat compatible = new ValueFormat(false, true, NamespaceFormat.URI);
    ValueFormat strict = new ValueFormat(true, true, NamespaceFormat.URI);

    assertThat(Values.json(compatible, uint(42))).isEqualTo("{\"Type\":\"UInt32\",\"Body\":42}");
    assertThat(Values.json(strict, uint(42))).isEqualTo("{\"Type\":7,\"Body\":42}");
    assertThat(Values.json(compatible, null)).isEqualTo("{\"Type\":\"Null\",\"Body\":null}");
    assertThat(Values.json(compatible, new LocalizedText("en", "x")))
        .isEqualTo("{\"Type\":\"LocalizedText\",\"Body\":{\"Text\":\"x\",\"Locale\":\"en\"}}");
    assertThat(Values.json(strict, new StatusCode(0x80310000L)))
        .isEqualTo("{\"Type\":19,\"Body\":2150694912}");
    assertThat(Values.json(compatible, new Variant[] {Variant.ofInt32(1), Variant.ofInt32(2)}))
        .isEqualTo("{\"Type\":\"Int32\",\"Body\":[1,2]}");
    assertThat(Values.json(compatible, new QualifiedName(2, "a b")))
        .isEqualTo("{\"Type\":\"QualifiedName\",\"Body\":\"http://plant/#a+b\"}");
    assertThat(Values.json(compatible, new Range(1.0, 2.0)))
        .isEqualTo(
            "{\"Type\":\"ExtensionObject\",\"Body\":{\"TypeId\":\"i=15375\","
                + "\"Encoding\":\"Json\",\"Body\":{\"Low\":1,\"High\":2}}}");
  }

  @Test
  void aNullKeepsItsTypeWhereTypesAreTold() {
    TypedNull text = new TypedNull(OpcUaDataType.String);

    assertThat(Values.json(new ValueFormat(false, true, NamespaceFormat.EXPANDED), text))
        .isEqualTo("{\"Type\":\"String\",\"Body\":null}");
    assertThat(Values.json(new ValueFormat(true, true, NamespaceFormat.EXPANDED), text))
        .isEqualTo("{\"Type\":12,\"Body\":null}");
    assertThat(Values.json(ValueFormat.COMPATIBLE, text)).isEqualTo("null");
  }

  @Test
  void aNodeIdNamesItsNamespaceInTheFormatThatWasAskedFor() {
    NodeId id = new NodeId(2, "a b");

    assertThat(Values.json(new ValueFormat(false, false, NamespaceFormat.URI), id))
        .isEqualTo("\"http://plant/#s=a+b\"");
    assertThat(Values.json(new ValueFormat(false, false, NamespaceFormat.INDEX), id))
        .isEqualTo("\"ns=2;s=a b\"");
    assertThat(Values.json(new ValueFormat(false, false, NamespaceFormat.URI), new NodeId(0, 7)))
        .isEqualTo("\"UInt32\"");
  }

  @Test
  void anOptionSetIsItsNumber() {
    assertThat(
            Values.json(
                ValueFormat.COMPATIBLE, AccessLevelType.of(AccessLevelType.Field.CurrentRead)))
        .isEqualTo("1");
  }

  private static void assertWritten(Written written) {
    assertThat(Values.json(ValueFormat.COMPATIBLE, written.value()))
        .isEqualTo(written.compatible());
    assertThat(Values.json(ValueFormat.STRICT, written.value())).isEqualTo(written.strict());
  }
}
