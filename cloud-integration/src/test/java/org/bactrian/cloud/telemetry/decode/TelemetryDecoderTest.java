package org.bactrian.cloud.telemetry.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.telemetry.HubMessages;
import org.bactrian.iothub.events.HubMessage;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryDecoderTest {

  private final TelemetryDecoder decoder = new TelemetryDecoder();

  @Test
  void aSampleOfOpcPublisher28NamesItsEndpointInItsExtensionFields() throws Exception {
    MonitoredItemMessage value =
        one(
            HubMessages.of(
                Map.of("$$ContentType", "application/x-monitored-item-json-v1"),
                bytes(
                    """
                    {"NodeId":"nsu=http://test;s=Temp","EndpointUrl":"opc.tcp://plc:4840/",
                     "ApplicationUri":"urn:plc","Timestamp":"2024-01-02T03:04:05.678Z",
                     "Value":{"Value":21.5,"SourceTimestamp":"2024-01-02T03:04:05.6Z"},
                     "ExtensionFields":{"PublisherId":"uat0","DataSetWriterId":"uat0_500",
                      "EndpointId":"uat0"}}
                    """)));

    assertThat(value.publisherId()).isEqualTo("uat0");
    assertThat(value.dataSetWriterId()).isEqualTo("uat0_500");
    assertThat(value.endpointId()).isEqualTo("uat0");
    assertThat(value.nodeId()).isEqualTo("nsu=http://test;s=Temp");
    assertThat(value.value()).isEqualTo(21.5);
    assertThat(value.dataType()).isEqualTo("Double");
    assertThat(value.timestamp()).isEqualTo(Instant.parse("2024-01-02T03:04:05.678Z"));
  }

  @Test
  void aSampleWithoutExtensionFieldsIsOfItsServer() throws Exception {
    MonitoredItemMessage value =
        one(
            HubMessages.of(
                HubMessages.SAMPLES,
                """
                {"NodeId":"i=2258","EndpointUrl":"opc.tcp://plc:4840/","ApplicationUri":"urn:plc",
                 "Value":{"Value":1}}
                """));

    assertThat(value.publisherId()).isEqualTo("urn:plc");
    assertThat(value.dataSetWriterId()).isEqualTo("opc.tcp://plc:4840/");
    assertThat(value.endpointId()).isEqualTo("urn:plc");
    assertThat(value.dataType()).isEqualTo("Int64");
  }

  @Test
  void messagesMayFollowEachOtherAndTheirMembersComeInAnyOrderAndCase() throws Exception {
    List<MonitoredItemMessage> values =
        decoder
            .decode(
                HubMessages.of(
                    HubMessages.NETWORK,
                    """
                    {"messages":{"Payload":{"a":{"value":1}},"dataSetWriterId":3},
                     "PublisherId":"p","MessageId":"m"}
                    {"Messages":[{"Payload":{"b":null}}],"MessageId":"n"}
                    """))
            .values();

    assertThat(values).extracting(MonitoredItemMessage::nodeId).containsExactly("a", "b");
    assertThat(values.get(0).publisherId()).isEqualTo("p");
    assertThat(values.get(0).dataSetWriterId()).isEqualTo("3");
    assertThat(values.get(1).value()).isNull();
  }

  @Test
  void aDataSetMessageKeepsWhatSurroundsIt() throws Exception {
    DecodedDataSet dataSet =
        decoder
            .decode(
                HubMessages.of(
                    HubMessages.NETWORK,
                    """
                    {"MessageId":"m1","MessageType":"ua-data","PublisherId":"p",
                     "DataSetClassId":"c","Messages":[{"DataSetWriterId":"w",
                     "MetaDataVersion":{"MajorVersion":1,"MinorVersion":2},"SequenceNumber":7,
                     "Timestamp":"2024-01-02T03:04:05Z","Status":2147483648,
                     "Payload":{"Temp":{"Value":21.5}}}]}
                    """))
            .dataSets()
            .get(0);

    assertThat(dataSet.messageId()).isEqualTo("m1");
    assertThat(dataSet.dataSetClassId()).isEqualTo("c");
    assertThat(dataSet.dataSetWriterId()).isEqualTo("w");
    assertThat(dataSet.metaDataVersion()).isEqualTo("1.2");
    assertThat(dataSet.sequenceNumber()).isEqualTo(7);
    assertThat(dataSet.status()).isEqualTo("Bad");
    assertThat(dataSet.timestamp()).isEqualTo(Instant.parse("2024-01-02T03:04:05Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "42|Int64",
        "18446744073709551615|UInt64",
        "1e3|Double",
        "true|Boolean",
        "\"text\"|String",
        "\"2026-01-02T03:04:05Z\"|DateTime",
        "[1,2]|Int64",
        "[1,\"a\"]|Variant",
        "{\"X\":1}|ExtensionObject",
        "{\"Type\":\"UInt16\",\"Body\":5}|UInt16",
        "{\"Type\":9,\"Body\":\"5\"}|UInt64",
        "{\"Value\":{\"Type\":11,\"Body\":\"NaN\"}}|Double"
      })
  void aValueThatDoesNotNameItsTypeHasTheOneThatItLooksLike(String json, String type)
      throws Exception {
    MonitoredItemMessage value = one(HubMessages.of(HubMessages.NETWORK, "{\"f\":" + json + "}"));

    assertThat(value.dataType()).isEqualTo(type);
  }

  @Test
  void valuesKeepTheirDigitsAndStructures() throws Exception {
    List<MonitoredItemMessage> values =
        decoder
            .decode(
                HubMessages.of(
                    HubMessages.NETWORK,
                    """
                    {"a":9223372036854775807,"b":{"Type":8,"Body":"-9223372036854775808"},
                     "c":{"X":{"Type":"Int32","Body":1},"Y":[null,2]},
                     "d":{"Value":5,"Note":"no DataValue"}}
                    """))
            .values();

    assertThat(values)
        .extracting(MonitoredItemMessage::value)
        .containsExactly(
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Map.of("X", 1L, "Y", Arrays.asList(null, 2L)),
            Map.of("Value", 5L, "Note", "no DataValue"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2150694912|BadNoCommunication",
        "{\"Symbol\":\"BadNoCommunication\",\"Code\":2150694912}|BadNoCommunication",
        "{\"Code\":2150694912}|BadNoCommunication",
        "0|",
        "{\"Symbol\":\"Good\",\"Code\":0}|",
        "3735928559|0xDEADBEEF"
      })
  void aStatusBecomesItsSymbol(String json, String symbol) throws Exception {
    MonitoredItemMessage value =
        one(
            HubMessages.of(
                HubMessages.NETWORK, "{\"f\":{\"Value\":1,\"StatusCode\":" + json + "}}"));

    assertThat(value.status()).isEqualTo(symbol);
  }

  @Test
  void metadataAndGapsHoldNoValues() throws Exception {
    assertThat(
            decoder
                .decode(
                    HubMessages.of(
                        HubMessages.NETWORK,
                        """
                        {"MessageId":"m","MessageType":"ua-metadata","DataSetWriterId":1,
                         "MetaData":{"Fields":[{"Name":"c0","BuiltInType":7}]}}
                        """))
                .values())
        .isEmpty();
    assertThat(
            decoder
                .decode(
                    HubMessages.of(
                        "application/x-gap-message-json-v1",
                        "{\"MessageId\":\"m\",\"MessageType\":\"gap\",\"Messages\":[]}"))
                .content())
        .isEqualTo(DecodedMessage.ContentKind.OTHER_SCHEMA);
  }

  @Test
  void aMessageWithoutASchemaIsNoTelemetry() throws Exception {
    DecodedMessage message = decoder.decode(HubMessages.of(Map.of(), bytes("{\"x\":1}")));

    assertThat(message.content()).isEqualTo(DecodedMessage.ContentKind.NO_SCHEMA);
    assertThat(message.values()).isEmpty();
  }

  @Test
  void aCompressedMessageIsInflated() throws Exception {
    HubMessage message = HubMessages.compressed(bytes("[{\"a\":1},{\"a\":2}]"));

    assertThat(decoder.decode(message).values())
        .extracting(MonitoredItemMessage::value)
        .containsExactly(1L, 2L);
  }

  @Test
  void aBinarySampleOfOpcPublisher28HasTheTrueType() throws Exception {
    ByteBuffer body = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    body.put((byte) 0).putInt(0x100 | 0x200 | 0x2000);
    string(body, "i=2258");
    string(body, "opc.tcp://plc:4840/");
    body.put((byte) 3).put((byte) 5).putShort((short) 0xFFFF).putInt(0x80310000);
    body.putInt(9);

    MonitoredItemMessage value =
        one(HubMessages.binary("application/x-monitored-item-uabinary-v1", body));

    assertThat(value.nodeId()).isEqualTo("i=2258");
    assertThat(value.endpointId()).isEqualTo("opc.tcp://plc:4840/");
    assertThat(value.value()).isEqualTo(65_535L);
    assertThat(value.dataType()).isEqualTo("UInt16");
    assertThat(value.status()).isEqualTo("BadNoCommunication");
    assertThat(value.sequenceNumber()).isEqualTo(9);
  }

  @Test
  void aBinaryNetworkMessageOfOpcPublisher28IsRead() throws Exception {
    ByteBuffer body = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);
    body.put((byte) 1).putInt(1).putInt(0x11);
    string(body, "m1");
    string(body, "ua-data");
    string(body, "p");
    body.putInt(1).putInt(0x20 | 0x1);
    string(body, "w");
    body.putInt(7).putLong(133_486_382_450_000_000L).putInt(1);
    string(body, "Temps");
    body.put((byte) 1).put((byte) (0x80 | 11)).putInt(2).putDouble(1.5).putDouble(2.5);

    DecodedDataSet dataSet =
        decoder
            .decode(HubMessages.binary("application/x-network-message-uadp-v1", body))
            .dataSets()
            .get(0);

    assertThat(dataSet.messageId()).isEqualTo("m1");
    assertThat(dataSet.dataSetWriterId()).isEqualTo("w");
    assertThat(dataSet.timestamp()).isEqualTo(Instant.parse("2024-01-02T03:04:05Z"));
    assertThat(dataSet.values())
        .singleElement()
        .satisfies(
            value -> {
              assertThat(value.nodeId()).isEqualTo("Temps");
              assertThat(value.value()).isEqualTo(List.of(1.5, 2.5));
              assertThat(value.dataType()).isEqualTo("Double");
            });
  }

  @Test
  void theLastTimeOfABinaryBodyIsTheLastOfDateTime() throws Exception {
    ByteBuffer body = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    body.put((byte) 0).putInt(0).put((byte) 5).put((byte) 1).put((byte) 1).putLong(Long.MAX_VALUE);

    MonitoredItemMessage value =
        one(HubMessages.binary("application/x-monitored-item-uabinary-v1", body));

    assertThat(value.sourceTimestamp()).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
  }

  private MonitoredItemMessage one(HubMessage message) throws TelemetryDecodingException {
    List<MonitoredItemMessage> values = decoder.decode(message).values();
    assertThat(values).hasSize(1);
    return values.get(0);
  }

  private static void string(ByteBuffer body, String text) {
    body.putInt(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
