package org.bactrian.opcua.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Map;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.opcua.node.NamespaceFormat;
import org.eclipse.milo.opcua.sdk.core.types.DynamicEnumType;
import org.eclipse.milo.opcua.sdk.core.types.DynamicStructType;
import org.eclipse.milo.opcua.sdk.core.types.DynamicUnionType;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructureReaderTest {

  private static final ValueFormat REVERSIBLE =
      new ValueFormat(false, true, NamespaceFormat.EXPANDED);

  private static final ExpectedType RANGE = new ExpectedType(NodeIds.Range, ExpectedType.SCALAR);

  private final PlantTypes plant = new PlantTypes();
  private final ValueReader reader = plant.reader();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Low\":-1.5,\"High\":2}",
        "{\"high\":\"2\",\"LOW\":-1.5}",
        "{\"TypeId\":\"i=15375\",\"Encoding\":\"Json\",\"Body\":{\"Low\":-1.5,\"High\":2}}",
        "{\"TypeId\":\"i=884\",\"Body\":{\"Low\":-1.5,\"High\":2}}",
        "{\"TypeId\":{\"Id\":15375},\"Body\":{\"Low\":-1.5,\"High\":2}}",
        "{\"TypeId\":\"Range\",\"Encoding\":\"Binary\"," + "\"Body\":\"AAAAAAAA+L8AAAAAAAAAQA==\"}",
        "{\"Type\":\"ExtensionObject\",\"Body\":{\"TypeId\":\"i=884\","
            + "\"Body\":{\"Low\":-1.5,\"High\":2}}}",
        "\"AAAAAAAA+L8AAAAAAAAAQA==\""
      })
  void aStructureIsReadByItsFieldsAndWithItsType(String json) throws Exception {
    assertThat(structure(reader.read(Values.tree(json), RANGE))).isEqualTo(new Range(-1.5, 2.0));
  }

  @Test
  void aStructureSaysItsTypeWhereTheNodeDoesNot() throws Exception {
    Argument argument =
        new Argument("speed", new NodeId(0, 11), -1, null, new LocalizedText("en", "rpm"));
    String json =
        "{\"TypeId\":\"Argument\",\"Body\":{\"Name\":\"speed\",\"DataType\":\"Double\","
            + "\"ValueRank\":-1,\"Description\":{\"Text\":\"rpm\",\"Locale\":\"en\"}}}";

    assertThat(structure(reader.read(Values.tree(json), ExpectedType.of(NodeIds.Structure))))
        .isEqualTo(argument);
    assertThat(
            structure(
                reader.read(
                    Values.tree("{\"Type\":22,\"Body\":" + json + "}"), ExpectedType.UNKNOWN)))
        .isEqualTo(argument);
  }

  @Test
  void aBodyThatNoCodecKnowsIsSentAsItIs() throws Exception {
    ExpectedType any = ExpectedType.of(NodeIds.Structure);

    assertThat(
            reader
                .read(Values.tree("{\"TypeId\":\"ns=2;i=9\",\"Body\":\"AQIDBA==\"}"), any)
                .getValue())
        .isEqualTo(ExtensionObject.of(ByteString.of(new byte[] {1, 2, 3, 4}), new NodeId(2, 9)));
    assertThat(
            reader
                .read(
                    Values.tree(
                        "{\"TypeId\":\"ns=2;i=9\",\"Encoding\":\"Xml\",\"Body\":\"PGEvPg==\"}"),
                    any)
                .getValue())
        .isEqualTo(ExtensionObject.of(XmlElement.of("<a/>"), new NodeId(2, 9)));
  }

  @Test
  void aStructureOfTheServersOwnHasFieldsOfEveryKind() throws Exception {
    String json =
        "{\"OrderId\":\"A7\",\"State\":\"Running\",\"Past\":[0,\"Zone_2\",\"Running_1\"],"
            + "\"First\":{\"Name\":\"fill\",\"Speed\":\"2.5\"},"
            + "\"Steps\":[{\"Name\":\"a\"},{\"Speed\":3}],\"Grid\":[[1,2],[3,4]],"
            + "\"Any\":{\"Type\":\"Byte\",\"Body\":5},"
            + "\"Extra\":{\"TypeId\":\"i=884\",\"Body\":{\"High\":9}}}";

    Map<String, Object> job = members(read(json, PlantTypes.JOB));

    assertThat(job.get("OrderId")).isEqualTo("A7");
    assertThat(((DynamicEnumType) job.get("State")).getName()).isEqualTo("Running");
    assertThat((DynamicEnumType[]) job.get("Past"))
        .extracting(DynamicEnumType::getValue)
        .containsExactly(0, 7, 1);
    assertThat(members((UaStructuredType) job.get("First")))
        .containsExactlyInAnyOrderEntriesOf(Map.of("Name", "fill", "Speed", 2.5));
    assertThat((UaStructuredType[]) job.get("Steps"))
        .extracting(step -> members(step).get("Speed"))
        .containsExactly(0.0, 3.0);
    assertThat(((Matrix) job.get("Grid")).getDimensions()).containsExactly(2, 2);
    assertThat(job.get("Any")).isEqualTo(Variant.ofByte(UByte.valueOf(5)));
    assertThat(job.get("Extra")).isEqualTo(new Range(0.0, 9.0));
  }

  @Test
  void whatIsWrittenOfTheServersOwnStructuresIsReadAgain() throws Exception {
    String plain =
        "{\"OrderId\":\"A7\",\"State\":1,\"Past\":[0,7],"
            + "\"First\":{\"Name\":\"fill\",\"Speed\":2.5},"
            + "\"Steps\":[{\"Name\":\"a\",\"Speed\":1},{\"Name\":\"b\",\"Speed\":2}],"
            + "\"Grid\":[[1,2],[3,4]],"
            + "\"Any\":{\"Type\":\"Byte\",\"Body\":5},"
            + "\"Extra\":{\"TypeId\":\"i=15375\",\"Encoding\":\"Json\",\"Body\":{\"High\":9}}}";
    Variant job = reader.read(Values.tree(plain), new ExpectedType(PlantTypes.JOB, -1));

    for (boolean strict : new boolean[] {false, true}) {
      ValueFormat format = new ValueFormat(strict, true, NamespaceFormat.URI);
      String json = Values.json(format, job.getValue(), plant.context);

      assertThat(reader.read(Values.tree(json), ExpectedType.UNKNOWN)).isEqualTo(job);
    }
    ValueFormat compatible = new ValueFormat(false, true, NamespaceFormat.URI);
    assertThat(Values.tree(Values.json(compatible, job.getValue(), plant.context)).at("/Body/Body"))
        .isEqualTo(Values.tree(plain));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Text\":\"a\"} | ",
        "{\"Text\":\"a\",\"Author\":\"b\"} | Author",
        "{\"Text\":\"a\",\"Pages\":0} | Pages",
        "{\"Text\":\"a\",\"Author\":\"b\",\"Pages\":3} | Author,Pages",
        "{\"EncodingMask\":3,\"Text\":\"a\",\"Author\":\"b\"} | Author,Pages"
      })
  void anOptionalFieldIsThereWhenItsMemberIs(String json, String optionals) throws Exception {
    Map<String, Object> note = members(read(json, PlantTypes.NOTE));

    assertThat(note.keySet())
        .containsExactlyInAnyOrder((optionals == null ? "Text" : "Text," + optionals).split(","));
    assertThat(note.getOrDefault("Pages", uint(0))).isIn(uint(0), uint(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Recipe\":\"cake\"}",
        "{\"SwitchField\":2,\"Recipe\":\"cake\"}",
        "{\"SwitchValue\":2,\"Recipe\":\"cake\"}"
      })
  void aUnionHasTheFieldThatIsThere(String json) throws Exception {
    DynamicUnionType union = (DynamicUnionType) read(json, PlantTypes.SETPOINT);

    assertThat(union.getValue()).contains(new DynamicUnionType.UnionValue("Recipe", "cake"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Note | {\"EncodingMask\":2,\"Text\":\"a\",\"Pages\":3}",
        "Note | {\"EncodingMask\":1,\"Text\":\"a\",\"Author\":\"b\"}",
        "SetPoint | {\"SwitchField\":1,\"Level\":2.5}",
        "SetPoint | {\"SwitchField\":2,\"Recipe\":\"cake\"}",
        "SetPoint | {}"
      })
  void optionalFieldsAndUnionsAreWrittenAsTheyAreRead(String type, String json) throws Exception {
    ExpectedType wanted = new ExpectedType(new NodeId(2, type), ExpectedType.SCALAR);
    Variant value = reader.read(Values.tree(json), wanted);

    assertThat(Values.json(REVERSIBLE, value.getValue(), plant.context))
        .endsWith(",\"Encoding\":\"Json\",\"Body\":" + json + "}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Note | {\"Text\":\"a\",\"Pages\":3} | {\"Text\":\"a\",\"Pages\":3}",
        "Note | {\"Text\":\"a\"} | {\"Text\":\"a\"}",
        "SetPoint | {\"Level\":2.5} | 2.5",
        "SetPoint | {\"Recipe\":\"cake\"} | \"cake\"",
        "SetPoint | {} | null",
      })
  void whatIsNotReadBackHasNoMaskAndOfAUnionOnlyTheMember(String type, String json, String plain)
      throws Exception {
    ExpectedType wanted = new ExpectedType(new NodeId(2, type), ExpectedType.SCALAR);
    Variant value = reader.read(Values.tree(json), wanted);

    assertThat(Values.json(ValueFormat.COMPATIBLE, value.getValue(), plant.context))
        .isEqualTo(plain);
    assertThat(Values.json(ValueFormat.STRICT, value.getValue(), plant.context)).isEqualTo(plain);
  }

  @Test
  void enumerationsAreReadByNumberByNameAndByBoth() throws Exception {
    ExpectedType state = new ExpectedType(PlantTypes.STATE, ExpectedType.ANY);

    assertThat(reader.read(Values.tree("1"), state)).isEqualTo(Variant.ofInt32(1));
    assertThat(reader.read(Values.tree("\"Running\""), state)).isEqualTo(Variant.ofInt32(1));
    assertThat(reader.read(Values.tree("\"Running_1\""), state)).isEqualTo(Variant.ofInt32(1));
    assertThat(reader.read(Values.tree("\"Zone_2\""), state)).isEqualTo(Variant.ofInt32(7));
    assertThat(reader.read(Values.tree("[\"idle\",1]"), state))
        .isEqualTo(new Variant(new Integer[] {0, 1}));
    assertThatThrownBy(() -> reader.read(Values.tree("\"Walking\""), state))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageContaining("Write a number, or one of Idle, Running, Zone_2.");
  }

  @Test
  void aTypeOfTheServersOwnIsReadAsTheOneThatItIsMadeOf() throws Exception {
    assertThat(reader.read(Values.tree("\"5\""), ExpectedType.of(PlantTypes.SPEED)))
        .isEqualTo(Variant.ofDouble(5));
  }

  @Test
  void withoutDefinitionsAUnionSaysItsSwitch() throws Exception {
    ValueReader blind = plant.readerWithoutDefinitions();
    ExpectedType union = new ExpectedType(PlantTypes.SETPOINT, ExpectedType.SCALAR);

    assertThat(structure(blind.read(Values.tree("{\"SwitchField\":1,\"Level\":2.5}"), union)))
        .isEqualTo(read("{\"Level\":2.5}", PlantTypes.SETPOINT));
    assertThatThrownBy(() -> blind.read(Values.tree("{\"Level\":2.5}"), union))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageContaining("no field \"Level\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"OrderId\":\"a\",\"Hight\":1} | The structure has no field \"Hight\". Its fields are"
            + " OrderId, State,",
        "{\"State\":\"Walking\"} | /value/State: \"Walking\" is no value of the enumeration",
        "{\"State\":5} | is no structure of its type: value: 5",
        "{\"Steps\":[{\"Name\":\"a\"},{\"Speed\":\"fast\"}]} | /value/Steps/1/Speed: \"fast\" is"
            + " no",
        "{\"Grid\":[1,2]} | /value/Grid: An array stands where a matrix belongs",
        "{\"Extra\":{\"TypeId\":\"ns=2;i=9\",\"Body\":{}}} | /value/Extra/Body: {} is a structure"
            + " of an unknown type",
        "{\"TypeId\":\"x\",\"Body\":{}} | /value/TypeId: Node id \"x\" has no identifier",
        "\"abc\" | \"abc\" is no Base64. Write an object of the structure's fields, or",
        "\"AAAA\" | \"AAAA\" is no structure of its type",
        "{\"TypeId\":\"ns=2;s=Step\",\"Body\":\"AAAA\"} | /value/Body: \"AAAA\" is no structure of",
        "{\"TypeId\":\"ns=2;s=Step.Binary\",\"Body\":\"AAAA\"} | /value/Body: \"AAAA\" is no"
            + " structure",
        "{\"TypeId\":\"i=884\",\"Body\":\"AAAAAAAA+L8AAAAAAAAAQAAA\"} | has 2 bytes more than",
        "{\"TypeId\":\"ns=2;i=9\",\"Encoding\":\"Xml\",\"Body\":\"AQIDBA==\"} | /value/Body:"
            + " \"AQIDBA==\" is no XML",
        "[1] | is an array, where one ExtensionObject belongs",
        "5 | /value: 5 is no structure. Write an object of its fields"
      })
  void aStructureThatIsNoneIsNamedWithItsPlaceAndTheMend(String json, String message) {
    assertThatThrownBy(
            () ->
                reader.read(
                    Values.tree(json),
                    new ExpectedType(PlantTypes.JOB, ExpectedType.SCALAR),
                    JsonPointer.valueOf("/value")))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageStartingWith("/value")
        .hasMessageContaining(message);
  }

  private UaStructuredType read(String json, NodeId dataType) {
    return structure(
        reader.read(Values.tree(json), new ExpectedType(dataType, ExpectedType.SCALAR)));
  }

  private UaStructuredType structure(Variant variant) {
    assertThat(variant.getDataType()).contains(OpcUaDataType.ExtensionObject);
    // Decoded from what goes to the server, not from what was kept.
    ExtensionObject.Binary object = (ExtensionObject.Binary) variant.getValue();
    return ExtensionObject.of(object.getBody(), object.getEncodingOrTypeId()).decode(plant.context);
  }

  private static Map<String, Object> members(UaStructuredType structure) {
    return ((DynamicStructType) structure).getMembers();
  }
}
