package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.UserCredential;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.MonitoringFilter.Deadband;
import org.bactrian.opcua.subscription.MonitoringFilter.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unusual values of users' files, and what is published of them. */
class PublishedNodesLeniencyTest {

  private static PublishedNodes node(String attributes) {
    return Nodes.strict("[" + Nodes.entry("", "{\"Id\": \"i=2258\", " + attributes + "}") + "]");
  }

  private static Duration sampling(PublishedNodes nodes) {
    return Nodes.onlyField(nodes).item().samplingInterval();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"OpcSamplingInterval\": -1",
        "\"OpcSamplingInterval\": \"-1\"",
        "\"OpcSamplingIntervalTimespan\": \"-00:00:00.001\""
      })
  void aSamplingIntervalOfMinusOneIsRequestedAsItIs(String attribute) {
    PublishedNodes nodes = node(attribute);

    assertThat(nodes.faults()).isEmpty();
    assertThat(sampling(nodes)).isEqualTo(MonitoredItem.PUBLISHING_INTERVAL).hasMillis(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "OpcSamplingInterval": -500                    | milliseconds from 0
          "OpcSamplingIntervalTimespan": "-00:00:00.500" | "00:00:00" or more
          """)
  void anyOtherNegativeSamplingIntervalIsTheServersDefaultAndNoted(String attribute, String right) {
    PublishedNodes nodes = node(attribute);

    assertThat(sampling(nodes)).isEqualTo(MonitoredItem.PUBLISHING_INTERVAL);
    assertThat(nodes.faults()).noneMatch(PublishedNodesFault::isError);
    assertThat(Nodes.faults(nodes))
        .containsExactly(
            "published_nodes.json:1: "
                + attribute.replaceFirst("\"(\\w+)\": ", "$1 ")
                + " is negative. Write "
                + right
                + ", or -1 ms for the server's default, the publishing interval. It is taken for"
                + " -1 ms.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DataSetSamplingInterval", "DataSetPublishingInterval"})
  void negativeIntervalsOfAnEntryDropNoneOfItsNodes(String attribute) {
    PublishedNodes nodes =
        Nodes.strict("[" + Nodes.entry("\"" + attribute + "\": -7", Nodes.nodes("n", 3)) + "]");

    assertThat(nodes.nodeCount()).isEqualTo(3);
    assertThat(nodes.faults()).hasSize(1).noneMatch(PublishedNodesFault::isError);
  }

  @Test
  void aNegativePublishingIntervalIsTheFastestOfTheServer() {
    PublishedNodes nodes = node("\"OpcPublishingInterval\": -1000");

    assertThat(Nodes.onlyWriter(nodes).subscription().publishingInterval()).isZero();
    assertThat(Nodes.faults(nodes))
        .containsExactly(
            "published_nodes.json:1: OpcPublishingInterval -1000 is negative. Write milliseconds"
                + " from 0. It is taken for 0, the fastest that the server can.");
  }

  @Test
  void aNegativeBatchIntervalCountsAsLeftOut() {
    PublishedNodes nodes =
        Nodes.compatible(
            "[" + Nodes.entry("\"BatchTriggerInterval\": -5", "{\"Id\": \"i=1\"}") + "]");

    assertThat(nodes.groups().get(0).trigger().interval()).hasSeconds(10);
    assertThat(Nodes.faults(nodes))
        .containsExactly(
            "published_nodes.json:1: BatchTriggerInterval -5 is negative. Write milliseconds from"
                + " 0. It counts as left out.");
  }

  @Test
  void intervalsThatAreNoIntervalsDropTheirNodeOnly() {
    PublishedNodes nodes =
        Nodes.strict(
            """
            [{"EndpointUrl": "opc.tcp://127.0.0.1:50000", "UseSecurity": false, "OpcNodes": [
              {"Id": "i=2258", "OpcSamplingInterval": 0},
              {"Id": "i=2256", "OpcSamplingInterval": -1},
              {"Id": "i=2255", "OpcSamplingInterval": -500},
              {"Id": "i=2254", "OpcPublishingInterval": 0},
              {"Id": "i=2253", "QueueSize": 0},
              {"Id": "i=2259", "OpcSamplingIntervalTimespan": "00:00:00.250"},
              {"Id": "i=2261", "OpcSamplingIntervalTimespan": "00:61:00"},
              {"Id": "i=2262", "OpcSamplingInterval": 1.5},
              {"Id": "i=2263", "OpcSamplingInterval": 99999999999}
            ]}]
            """);

    assertThat(Nodes.fields(nodes))
        .extracting(field -> field.item().key())
        .containsExactlyInAnyOrder("i=2258", "i=2256", "i=2255", "i=2254", "i=2253", "i=2259");
    assertThat(nodes.faults()).extracting(PublishedNodesFault::line).containsExactly(4, 8, 9, 10);
  }

  @Test
  void enumerationsMayStandAsNumbers() {
    PublishedNodes nodes =
        Nodes.strict(
            """
            [{"EndpointUrl": "opc.tcp://127.0.0.1:50000", "EndpointSecurityMode": 2,
              "MessagingMode": 0, "MessageEncoding": 2, "WriterGroupTransport": 1,
              "OpcAuthenticationMode": "1",
              "OpcAuthenticationUsername": "u", "OpcAuthenticationPassword": "p",
              "OpcNodes": [
                {"Id": "i=2258", "DataChangeTrigger": 2, "DeadbandType": 0, "DeadbandValue": 0.5}
            ]}]
            """);

    assertThat(nodes.faults()).isEmpty();
    DataSetWriter writer = Nodes.onlyWriter(nodes);
    assertThat(writer.connection().securityMode()).isEqualTo(RequiredSecurityMode.SIGN_AND_ENCRYPT);
    assertThat(writer.connection().user()).isEqualTo(new UserCredential.UserName("u", "p"));
    assertThat(writer.fields().get(0).item().filter())
        .isEqualTo(
            new MonitoringFilter.DataChange(
                Trigger.STATUS_VALUE_TIMESTAMP, Deadband.ABSOLUTE, 0.5));
    assertThat(nodes.groups().get(0).transport()).isEqualTo("mqtt5");
    assertThat(nodes.groups().get(0).format().mode()).isEqualTo(MessagingMode.PUB_SUB);
    assertThat(nodes.groups().get(0).format().encoding()).isEqualTo(MessageEncoding.JSON);
  }

  @Test
  void aNumberOfAnEncodingThatIsACombinationOfFlagsIsThatEncoding() {
    assertThat(Nodes.faults(Nodes.strict("[" + Nodes.entry("\"MessageEncoding\": 130", "") + "]")))
        .first()
        .asString()
        .contains("JsonGzip");
  }

  @Test
  void aNumberThatNoNameHasIsNotKnown() {
    assertThat(Nodes.faults(node("\"DataChangeTrigger\": 3")))
        .containsExactly(
            "published_nodes.json:1: DataChangeTrigger 3 is not known. Write one of Status,"
                + " StatusValue, StatusValueTimestamp. The node is not published.");
  }

  @ParameterizedTest
  @CsvSource({
    "opc.tcp://127.0.0.1, opc.tcp://127.0.0.1",
    "opc.tcp://[::1]:4840/x, opc.tcp://[::1]:4840/x",
    "opc.tcp://my_plc_under:4840, opc.tcp://my_plc_under:4840",
    "OPC.TCP://PLC:4840, opc.tcp://PLC:4840",
    "Opc.Tcp://plc:65535/Path, opc.tcp://plc:65535/Path"
  })
  void addressesOfServersAreTakenInAnyCaseOfTheirScheme(String written, String taken) {
    PublishedNodes nodes = withUrl(written);

    assertThat(nodes.faults()).isEmpty();
    assertThat(Nodes.onlyWriter(nodes).connection().endpointUrl()).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://127.0.0.1:4840 | is no OPC UA address",
        "127.0.0.1:4840 | is no OPC UA address",
        "opc.https://plc:443 | is no OPC UA address",
        "opc.tcp://plc:4840/a b?x=1 | is no OPC UA address",
        "opc.tcp:// | is no OPC UA address",
        "opc.tcp://:4840 | is no OPC UA address",
        "opc.tcp://plc:99999 | has port \"99999\", which is no number from 1 to 65535",
        "opc.tcp://plc:0 | has port \"0\", which is no number from 1 to 65535",
        "opc.tcp://[::1]:65536/x | has port \"65536\", which is no number from 1 to 65535",
        "opc.tcp://plc:48x0 | has port \"48x0\", which is no number from 1 to 65535"
      })
  void whatIsNoAddressOfAServerIsNamed(String url, String fault) {
    assertThat(Nodes.faults(withUrl(url)))
        .containsExactly(
            "published_nodes.json:1: EndpointUrl \""
                + url
                + "\" "
                + fault
                + ". Write opc.tcp://host:port/path. The entry and its node are not published.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "opc.tcp://user:geheim@plc:48x0",
        "opc.tcp://user:geheim/2@plc",
        "opc.tcp://user:/geheim@plc",
        "opc.tcp:user:geheim@plc",
        "user:geheim@plc"
      })
  void aPasswordInWhatIsNoAddressIsNotShown(String url) {
    assertThat(Nodes.faults(withUrl(url)))
        .singleElement()
        .asString()
        .contains("is no OPC UA address")
        .doesNotContain("geheim");
  }

  @Test
  void aUserInAnAddressHasNoEffectAndIsNotShown() {
    PublishedNodes nodes = withUrl("opc.tcp://user:pw@plc:4840");

    assertThat(Nodes.onlyWriter(nodes).connection().endpointUrl()).isEqualTo("opc.tcp://plc:4840");
    assertThat(Nodes.faults(nodes))
        .singleElement()
        .asString()
        .contains("names a user before the host, who has no effect")
        .doesNotContain("pw");
    assertThat(Nodes.faults(withUrl("opc.tcp://user:pw@plc:99999")))
        .singleElement()
        .asString()
        .contains("\"opc.tcp://plc:99999\"")
        .doesNotContain("pw");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OpcSamplingIntervalTimespan | 2000 | 00:00:02",
        "OpcPublishingIntervalTimespan | 5000 | 00:00:05",
        "CyclicReadMaxAgeTimespan | 5000 | 00:00:05",
        "HeartbeatIntervalTimespan | 3600 | 01:00:00"
      })
  void adviceForABareNumberCountsItAsTheAttributeWithoutTimespanDoes(
      String attribute, String number, String advice) {
    assertThat(Nodes.faults(node("\"" + attribute + "\": " + number)))
        .singleElement()
        .asString()
        .contains("Write \"" + advice + "\".");
  }

  @Test
  void adviceForAnIdInQuotationMarksIsToLeaveThemOut() {
    PublishedNodes nodes =
        Nodes.strict(
            """
            [{"EndpointUrl": "opc.tcp://127.0.0.1:50000", "OpcNodes": [
              {"Id": "ns=3;b=gRWBX6BEbEWuznrr1phvwc0AAAAAAAAA", "DisplayName": "Total Counters"},
              {"Id": "ns=3;b=\\"zC7Ve2pVnEefL/g8/0V2fxIAAAAAAAAA\\""},
              {"Id": "ns=3;b=***"}
            ]}]
            """);

    assertThat(Nodes.fields(nodes)).extracting("name").containsExactly("Total Counters");
    List<String> faults = Nodes.faults(nodes);
    assertThat(faults.get(0)).contains("where Base64 belongs. Leave the quotation marks out.");
    assertThat(faults.get(1)).contains("Write Base64 with its padding after b=");
  }

  @Test
  void credentialsThatCannotBeDecryptedAreToldOnceAndTruly() {
    PublishedNodes nodes =
        Nodes.strict(
            """
            [{"EndpointUrl": "opc.tcp://127.0.0.1:50000", "UseSecurity": true,
              "OpcAuthenticationMode": "UsernamePassword",
              "EncryptedAuthUsername": "eyJraWQiOiIxIn0=", "EncryptedAuthPassword": "Zm9v",
              "OpcNodes": [{"Id": "i=2258"}]}]
            """);

    assertThat(nodes.groups()).isEmpty();
    assertThat(Nodes.faults(nodes))
        .containsExactly(
            "published_nodes.json:2: EncryptedAuthUsername or EncryptedAuthPassword was not"
                + " encrypted with the key of this edge. Write OpcAuthenticationUsername and"
                + " OpcAuthenticationPassword. The entry and its node are not published.");
  }

  private static PublishedNodes withUrl(String url) {
    return Nodes.strict(
        "[{\"EndpointUrl\": \"" + url + "\", \"OpcNodes\": [{\"Id\": \"i=2258\"}]}]");
  }
}
