package org.bactrian.opcua.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bactrian.model.fault.FaultKind;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ValueReaderTest {

  private static final UUID GUID = UUID.fromString("09087e75-8e5e-499b-954f-f2a9603db28a");
  private static final DateTime TIME = Values.time("2026-01-02T03:04:05.6789Z");

  private final ValueReader reader = new ValueReader(Values.CONTEXT);

  /** JSON that a client writes to a node of a type, and the value that the server gets. */
  record Given(OpcUaDataType type, String json, Object value) {

    @Override
    public String toString() {
      return json + " as " + type;
    }
  }

  static Stream<Given> scalars() {
    return Stream.of(
        new Given(OpcUaDataType.Boolean, "true", true),
        new Given(OpcUaDataType.Boolean, "\"True\"", true),
        new Given(OpcUaDataType.Boolean, "\" 'false'\"", false),
        new Given(OpcUaDataType.Boolean, "1", true),
        new Given(OpcUaDataType.Boolean, "\"0\"", false),
        new Given(OpcUaDataType.SByte, "-128", (byte) -128),
        new Given(OpcUaDataType.Byte, "\"255\"", ubyte(255)),
        new Given(OpcUaDataType.Int16, "1E3", (short) 1000),
        new Given(OpcUaDataType.UInt16, "65535", ushort(65535)),
        new Given(OpcUaDataType.Int64, "9007199254740993.0", 9007199254740993L),
        new Given(OpcUaDataType.UInt64, "1.8446744073709551615e19", ulong(-1L)),
        new Given(OpcUaDataType.Float, "1.00000017881393432617187499", 1.0000001f),
        new Given(OpcUaDataType.String, "1e999", "1E+999"),
        new Given(OpcUaDataType.String, "5.10", "5.10"),
        new Given(OpcUaDataType.Int32, "\"-1\"", -1),
        new Given(OpcUaDataType.Int32, "\"\\\"7\\\"\"", 7),
        new Given(OpcUaDataType.Int32, "3.0", 3),
        new Given(OpcUaDataType.Int32, "\"0x1F\"", 31),
        new Given(OpcUaDataType.UInt32, "4294967295", uint(4294967295L)),
        new Given(OpcUaDataType.Int64, "-9223372036854775808", Long.MIN_VALUE),
        new Given(OpcUaDataType.Int64, "\"9223372036854775807\"", Long.MAX_VALUE),
        new Given(OpcUaDataType.UInt64, "18446744073709551615", ulong(-1L)),
        new Given(OpcUaDataType.UInt64, "\"18446744073709551615\"", ulong(-1L)),
        new Given(OpcUaDataType.Float, "0.1", 0.1f),
        new Given(OpcUaDataType.Float, "\"-Infinity\"", Float.NEGATIVE_INFINITY),
        new Given(OpcUaDataType.Double, "5", 5.0),
        new Given(OpcUaDataType.Double, "\"-123.5\"", -123.5),
        new Given(OpcUaDataType.Double, "\"NaN\"", Double.NaN),
        new Given(OpcUaDataType.Double, "\"INF\"", Double.POSITIVE_INFINITY),
        new Given(OpcUaDataType.String, "\"a\"", "a"),
        new Given(OpcUaDataType.String, "\"\"", ""),
        new Given(OpcUaDataType.String, "\"1, 2\"", "1, 2"),
        new Given(OpcUaDataType.String, "\"[1]\"", "[1]"),
        new Given(OpcUaDataType.String, "5.5", "5.5"),
        new Given(OpcUaDataType.String, "true", "true"),
        new Given(OpcUaDataType.String, "{\"a\":1}", "{\"a\":1}"),
        new Given(OpcUaDataType.DateTime, "\"2026-01-02T03:04:05.6789Z\"", TIME),
        new Given(OpcUaDataType.DateTime, "\"2026-01-02T04:04:05.6789+01:00\"", TIME),
        new Given(OpcUaDataType.DateTime, "\"2026-01-02T03:04:05.6789\"", TIME),
        new Given(OpcUaDataType.DateTime, "\"2026-01-02\"", Values.time("2026-01-02T00:00:00Z")),
        new Given(OpcUaDataType.DateTime, "\"0001-01-01T00:00:00Z\"", DateTime.MIN_VALUE),
        new Given(OpcUaDataType.DateTime, "\"9999-12-31T23:59:59Z\"", new DateTime(Long.MAX_VALUE)),
        new Given(OpcUaDataType.DateTime, "null", DateTime.MIN_VALUE),
        new Given(OpcUaDataType.Guid, "\"" + GUID + "\"", GUID),
        new Given(OpcUaDataType.Guid, "\"{09087E75-8E5E-499B-954F-F2A9603DB28A}\"", GUID),
        new Given(OpcUaDataType.Guid, "\"09087e758e5e499b954ff2a9603db28a\"", GUID),
        new Given(OpcUaDataType.ByteString, "\"AQIDBA==\"", bytes(1, 2, 3, 4)),
        new Given(OpcUaDataType.ByteString, "[1,2,255]", bytes(1, 2, 255)),
        new Given(OpcUaDataType.ByteString, "\"\"", bytes()),
        new Given(OpcUaDataType.XmlElement, "\"<a/>\"", XmlElement.of("<a/>")),
        new Given(OpcUaDataType.XmlElement, "\"PGEvPg==\"", XmlElement.of("<a/>")),
        new Given(OpcUaDataType.NodeId, "\"ns=2;s=pump\"", new NodeId(2, "pump")),
        new Given(OpcUaDataType.NodeId, "\"nsu=http://plant/;s=pump\"", new NodeId(2, "pump")),
        new Given(OpcUaDataType.NodeId, "\"http://plant/#s=a+b\"", new NodeId(2, "a b")),
        new Given(OpcUaDataType.NodeId, "85", new NodeId(0, 85)),
        new Given(
            OpcUaDataType.NodeId,
            "{\"IdType\":1,\"Id\":\"pump\",\"Namespace\":\"http://plant/\"}",
            new NodeId(2, "pump")),
        new Given(OpcUaDataType.NodeId, "{\"Id\":5,\"Namespace\":2}", new NodeId(2, 5)),
        new Given(OpcUaDataType.NodeId, "{\"IdType\":3,\"Id\":\"AQ==\"}", new NodeId(0, bytes(1))),
        new Given(
            OpcUaDataType.ExpandedNodeId,
            "\"nsu=urn:elsewhere;i=5\"",
            ExpandedNodeId.of("urn:elsewhere", 5)),
        new Given(OpcUaDataType.StatusCode, "2150694912", new StatusCode(0x80310000L)),
        new Given(OpcUaDataType.StatusCode, "\"BadNoCommunication\"", new StatusCode(0x80310000L)),
        new Given(OpcUaDataType.StatusCode, "\"Bad_NoCommunication\"", new StatusCode(0x80310000L)),
        new Given(
            OpcUaDataType.StatusCode,
            "{\"Symbol\":\"BadNoCommunication\",\"Code\":2150694912}",
            new StatusCode(0x80310000L)),
        new Given(OpcUaDataType.StatusCode, "{\"symbol\":\"Bad\"}", new StatusCode(0x80000000L)),
        new Given(OpcUaDataType.QualifiedName, "\"a\"", new QualifiedName(0, "a")),
        new Given(OpcUaDataType.QualifiedName, "\"2:a\"", new QualifiedName(2, "a")),
        new Given(
            OpcUaDataType.QualifiedName, "\"http://plant/#a+b\"", new QualifiedName(2, "a b")),
        new Given(
            OpcUaDataType.QualifiedName, "\"nsu=http://plant/;a\"", new QualifiedName(2, "a")),
        new Given(
            OpcUaDataType.QualifiedName,
            "{\"Name\":\"a b\",\"Uri\":2}",
            new QualifiedName(2, "a b")),
        new Given(
            OpcUaDataType.QualifiedName,
            "{\"Name\":\"a\",\"Uri\":\"http://plant/\"}",
            new QualifiedName(2, "a")),
        new Given(OpcUaDataType.LocalizedText, "\"Tank\"", new LocalizedText(null, "Tank")),
        new Given(
            OpcUaDataType.LocalizedText, "\"text@en-US\"", new LocalizedText("en-US", "text")),
        new Given(
            OpcUaDataType.LocalizedText, "\"a@b.example\"", new LocalizedText(null, "a@b.example")),
        new Given(
            OpcUaDataType.LocalizedText,
            "{\"Text\":\"Tank\",\"Locale\":\"de\"}",
            new LocalizedText("de", "Tank")),
        new Given(OpcUaDataType.Int32, "{\"Type\":\"Int32\",\"Body\":5}", 5),
        new Given(OpcUaDataType.Int32, "{\"dataType\":\"INT64\",\"value\":\"5\"}", 5),
        new Given(OpcUaDataType.String, "{\"Type\":12,\"Body\":\"[1]\"}", "[1]"));
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void aScalarBecomesAValueOfTheNodesType(Given given) throws Exception {
    assertThat(read(given.json(), ExpectedType.of(given.type(), ExpectedType.SCALAR)))
        .isEqualTo(new Variant(given.value()));
  }

  static Stream<Given> arrays() {
    return Stream.of(
        new Given(OpcUaDataType.Int32, "[1,2,3]", new Integer[] {1, 2, 3}),
        new Given(OpcUaDataType.Int32, "\"1,2,3\"", new Integer[] {1, 2, 3}),
        new Given(OpcUaDataType.Int32, "\"[1,2,3]\"", new Integer[] {1, 2, 3}),
        new Given(OpcUaDataType.Int32, "\"\\\"1\\\",'2',\\\"3\\\"\"", new Integer[] {1, 2, 3}),
        new Given(OpcUaDataType.Int16, "\"[]\"", new Short[0]),
        new Given(OpcUaDataType.Boolean, "\"true, false\"", new Boolean[] {true, false}),
        new Given(OpcUaDataType.Double, "[\"1\", 2.5]", new Double[] {1.0, 2.5}),
        new Given(
            OpcUaDataType.DateTime,
            "\"2026-01-02T03:04:05.6789Z, 2026-01-02T03:04:05.6789Z\"",
            new DateTime[] {TIME, TIME}),
        new Given(OpcUaDataType.String, "[\"a\",null,\"\"]", new String[] {"a", null, ""}),
        new Given(OpcUaDataType.String, "\"'a', 'b'\"", new String[] {"a", "b"}),
        new Given(OpcUaDataType.String, "\"[123, 124]\"", new String[] {"123", "124"}),
        new Given(OpcUaDataType.Byte, "\"AQID\"", new Object[] {ubyte(1), ubyte(2), ubyte(3)}),
        new Given(
            OpcUaDataType.ByteString, "[\"AQ==\",[2]]", new ByteString[] {bytes(1), bytes(2)}),
        new Given(OpcUaDataType.Guid, "[\"" + GUID + "\",null]", new UUID[] {GUID, new UUID(0, 0)}),
        new Given(
            OpcUaDataType.Int32, "{\"Type\":\"Int32\",\"Body\":[1,2]}", new Integer[] {1, 2}));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void anArrayIsReadFromJsonAndFromText(Given given) throws Exception {
    Object value = read(given.json(), ExpectedType.of(given.type(), 1)).getValue();

    assertThat(value).isInstanceOf(given.type().getBackingClass().arrayType());
    assertThat((Object[]) value).containsExactly((Object[]) given.value());
    assertThat(read(given.json(), ExpectedType.of(given.type(), ExpectedType.ANY)).getValue())
        .isEqualTo(value);
  }

  @Test
  void arraysInArraysAreAMatrix() throws Exception {
    Matrix matrix = Matrix.ofInt32(new int[][] {{1, 2, 3}, {4, 5, 6}});
    ExpectedType twoDimensions = ExpectedType.of(OpcUaDataType.Int32, 2);

    assertThat(read("[[1,2,3],[4,5,6]]", twoDimensions)).isEqualTo(Variant.of(boxed(matrix)));
    assertThat(read("{\"Array\":[1,2,3,4,5,6],\"Dimensions\":[2,3]}", twoDimensions))
        .isEqualTo(Variant.of(boxed(matrix)));
    assertThat(
            read("{\"Type\":6,\"Body\":[1,2,3,4,5,6],\"Dimensions\":[2,3]}", ExpectedType.UNKNOWN))
        .isEqualTo(Variant.of(boxed(matrix)));
    assertThat(((Matrix) read("[[],[]]", twoDimensions).getValue()).getDimensions())
        .containsExactly(2, 0);
  }

  static Stream<Given> withoutType() {
    return Stream.of(
        new Given(null, "-123", -123L),
        new Given(null, "18446744073709551615", ulong(-1L)),
        new Given(null, "-123.5", -123.5),
        new Given(null, "true", true),
        new Given(null, "\"test\"", "test"),
        new Given(null, "\"Hello, world\"", "Hello, world"),
        new Given(null, "\"-123\"", -123L),
        new Given(null, "\"true\"", true),
        new Given(null, "\"2026-01-02T03:04:05.6789Z\"", TIME),
        new Given(null, "null", null),
        new Given(null, "[]", null),
        new Given(null, "[1,2]", new Long[] {1L, 2L}),
        new Given(null, "\"1.5, 2.5\"", new Double[] {1.5, 2.5}),
        new Given(null, "[\"a\",\"b\"]", new String[] {"a", "b"}),
        new Given(null, "[\"1\",\"2\"]", new String[] {"1", "2"}),
        new Given(null, "[1,\"a\"]", new Variant[] {Variant.ofInt64(1L), Variant.ofString("a")}),
        new Given(null, "[[1,2],[3,4]]", new Matrix(new Long[] {1L, 2L, 3L, 4L}, new int[] {2, 2})),
        new Given(
            null,
            "[[1],[2,3]]",
            new Variant[] {new Variant(new Long[] {1L}), new Variant(new Long[] {2L, 3L})}),
        new Given(null, "{\"Type\":\"Int16\",\"Body\":5}", (short) 5),
        new Given(null, "{\"DataType\":\"Float\",\"Value\":\"5\"}", 5f),
        new Given(null, "{\"type\":\"string\",\"body\":[\"\",\"\"]}", new String[] {"", ""}),
        new Given(null, "\"{\\\"Type\\\":\\\"Byte\\\",\\\"Body\\\":5}\"", ubyte(5)),
        new Given(null, "{\"Type\":\"Null\",\"Body\":null}", null),
        new Given(null, "{\"Type\":\"Guid\",\"Body\":null}", new UUID(0, 0)),
        new Given(null, "{\"Type\":\"Enumeration\",\"Body\":2}", 2),
        new Given(
            null,
            "{\"Type\":24,\"Body\":[{\"Type\":6,\"Body\":1},{\"Type\":6,\"Body\":2}]}",
            new Variant[] {Variant.ofInt32(1), Variant.ofInt32(2)}));
  }

  @ParameterizedTest
  @MethodSource("withoutType")
  void aValueOfUnknownTypeIsWhatItLooksLike(Given given) throws Exception {
    assertThat(read(given.json(), ExpectedType.UNKNOWN)).isEqualTo(new Variant(given.value()));
  }

  @Test
  void anAbstractNumberIsTheWidestOfItsKind() throws Exception {
    assertThat(read("\"5\"", ExpectedType.of(NodeIds.Integer))).isEqualTo(Variant.ofInt64(5));
    assertThat(read("5", ExpectedType.of(NodeIds.UInteger))).isEqualTo(Variant.ofUInt64(ulong(5)));
    assertThat(read("5.0", ExpectedType.of(NodeIds.Number))).isEqualTo(Variant.ofDouble(5));
    assertThat(read("[1,2.5]", ExpectedType.of(NodeIds.Number)))
        .isEqualTo(new Variant(new Variant[] {Variant.ofInt64(1), Variant.ofDouble(2.5)}));
    assertThatThrownBy(() -> read("-5", ExpectedType.of(NodeIds.UInteger)))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Int32 | -1 | \"abc\" | /value: \"abc\" is no Int32. Write a whole number from -2147483648"
            + " to 2147483647.",
        "Int32 | -1 | 3.5 | /value: 3.5 is no Int32. Write a whole number from -2147483648 to"
            + " 2147483647.",
        "Int32 | -1 | 1E999999999 | is no Int32",
        "Int32 | -1 | 5.0000000000000000001 | is no Int32",
        "Int32 | 1 | \"[5.0000000000000000001]\" | /value/0: 5.0000000000000000001 is no Int32",
        "Double | -1 | 1e999 | is no Double",
        "Float | -1 | -1e999999999 | is no Float",
        "Byte | -1 | 256 | /value: 256 is no Byte. Write a whole number from 0 to 255.",
        "UInt32 | -1 | -1 | /value: -1 is no UInt32. Write a whole number from 0 to 4294967295.",
        "Int64 | -1 | 9223372036854775808 | is no Int64",
        "Float | -1 | 1E39 | is no Float. Write a number from -3.4028235E38 to 3.4028235E38",
        "Double | -1 | \"1E400\" | is no Double",
        "Double | -1 | \"1d\" | is no number",
        "Boolean | -1 | 2 | /value: 2 is no Boolean. Write true or false.",
        "Int32 | -1 | null_ | is no Int32",
        "Int32 | 1 | [1,\"x\"] | /value/1: \"x\" is no Int32",
        "Int32 | 1 | [1,null] | /value/1: null is no Int32",
        "Int32 | 1 | 5 | /value: 5 is one value, where an array belongs. Write it in brackets",
        "Int32 | -1 | [5] | /value: [5] is an array, where one Int32 belongs. Write one value.",
        "Int32 | 2 | [[1,2],[3]] | /value/1: [3] has 1 elements, the first of its dimension 2",
        "Int32 | 2 | [[1,2],[3,\"x\"]] | /value/1/1: \"x\" is no Int32",
        "Int32 | 2 | [1,2] | /value/0: 1 is one value, where dimension 2 of 2 belongs",
        "Int32 | 2 | {\"Array\":[1,2,3],\"Dimensions\":[2,2]} | does not have the 4 elements",
        "DateTime | -1 | \"yesterday\" | is no DateTime. Write it as in",
        "Guid | -1 | \"x\" | is no Guid. Write it as in",
        "ByteString | -1 | \"***\" | is no ByteString. Write the bytes in Base64",
        "ByteString | -1 | \"abc\" | is no ByteString. Write the bytes in Base64",
        "Byte | 1 | \"abc\" | is one value, where an array belongs",
        "XmlElement | -1 | \"notxml\" | \"notxml\" is no XmlElement. Write XML as in",
        "XmlElement | -1 | \"someText\" | \"someText\" is no XmlElement",
        "XmlElement | -1 | \"PP8+\" | \"PP8+\" is no XmlElement",
        "NodeId | -1 | \"counter1\" | /value: Node id \"counter1\" has no identifier",
        "NodeId | -1 | \"nsu=urn:elsewhere;i=5\" | in a namespace that the server does not have",
        "QualifiedName | -1 | \"urn:elsewhere#a\" | which the server does not have",
        "StatusCode | -1 | \"BadDay\" | is no StatusCode. Write its number",
        "LocalizedText | -1 | [] | is an array",
      })
  void whatCanNotBeMeantIsNamedWithItsPlaceAndTheMend(
      OpcUaDataType type, int valueRank, String json, String message) {
    assertThatThrownBy(
            () ->
                reader.read(
                    Values.tree(json.replace("null_", "{}")),
                    ExpectedType.of(type, valueRank),
                    JsonPointer.valueOf("/value")))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageContaining(message);
  }

  @Test
  @Timeout(20)
  void whatIsMadeToTakeLongIsReadOrRefusedAtOnce() throws Exception {
    String digits = "9".repeat(2_000_000);
    String locale = "text@en" + "-abcd".repeat(200_000);
    String deep = "[1,".repeat(900) + "1" + "]".repeat(900);

    String exponents = "[" + "1e999999999,-9e-999999999,".repeat(1_000) + "1e-999999999]";

    for (OpcUaDataType type : List.of(OpcUaDataType.UInt64, OpcUaDataType.Boolean)) {
      assertThatThrownBy(() -> read(exponents, ExpectedType.of(type, 1)))
          .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST);
    }
    assertThat(read("[1e-999999999]", ExpectedType.of(OpcUaDataType.Double, 1)))
        .isEqualTo(new Variant(new Double[] {0.0}));
    assertThatThrownBy(() -> read("\"" + digits + "\"", ExpectedType.of(OpcUaDataType.Int64, -1)))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST);
    assertThat(read("\"" + locale + "\"", ExpectedType.of(OpcUaDataType.LocalizedText, -1)))
        .isEqualTo(Variant.ofLocalizedText(new LocalizedText(null, locale)));
    assertThatThrownBy(() -> read(deep, ExpectedType.UNKNOWN))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageContaining("more than 100 levels");
    assertThat(read("\"" + deep + "\"", ExpectedType.UNKNOWN)).isEqualTo(Variant.ofString(deep));
    assertThat(read(deep.substring(3 * 801, deep.length() - 801), ExpectedType.UNKNOWN).getValue())
        .isInstanceOf(Variant[].class);
  }

  @Test
  void aDataValueOfNothingIsReadFromTheNullThatItIsWrittenAs() throws Exception {
    Variant read =
        reader.read(
            Values.tree("{\"Type\":\"Null\",\"Body\":null}"),
            ExpectedType.of(OpcUaDataType.DataValue, ExpectedType.SCALAR));

    assertThat(read)
        .isEqualTo(
            new Variant(
                new DataValue(Variant.NULL_VALUE, StatusCode.GOOD, null, null, null, null)));
  }

  @Test
  void aDataValueIsReadInPartsOrBare() throws Exception {
    ExpectedType type = ExpectedType.of(OpcUaDataType.DataValue, ExpectedType.SCALAR);

    assertThat(
            read(
                "{\"Value\":{\"Type\":\"Int32\",\"Body\":1},"
                    + "\"StatusCode\":{\"Code\":2147483648},"
                    + "\"SourceTimestamp\":\"2026-01-02T03:04:05.6789Z\","
                    + "\"SourcePicoseconds\":5}",
                type))
        .isEqualTo(
            new Variant(
                new DataValue(Variant.ofInt32(1), StatusCode.BAD, TIME, ushort(5), null, null)));
    assertThat(read("true", type))
        .isEqualTo(
            new Variant(
                new DataValue(Variant.ofBoolean(true), StatusCode.GOOD, null, null, null, null)));
  }

  private Variant read(String json, ExpectedType type) throws Exception {
    return reader.read(Values.tree(json), type);
  }

  private static Matrix boxed(Matrix matrix) {
    return matrix.transform(element -> element);
  }

  private static ByteString bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteString.of(bytes);
  }
}
