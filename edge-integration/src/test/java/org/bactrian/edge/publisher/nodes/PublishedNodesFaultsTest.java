package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedNodesFaultsTest {

  @Test
  void anIntervalOfAnEntryThatIsNoNumberStopsOnlyTheNodesThatTakeIt() {
    PublishedNodes nodes =
        Nodes.strict(
            """
            [
              {
                "EndpointUrl": "opc.tcp://plc1:4840",
                "DataSetPublishingInterval": "5 s",
                "OpcNodes": [
                  { "Id": "ns=2;s=a" },
                  { "Id": "ns=2;s=b", "OpcPublishingInterval": 500 },
                  { "Id": "ns=2;s=c", "OpcPublishingIntervalTimespan": "00:00:01" }
                ]
              }
            ]
            """);

    assertThat(Nodes.faults(nodes))
        .containsExactly(
            "published_nodes.json:4: DataSetPublishingInterval \"5 s\" is not a number of"
                + " milliseconds. Write 5000, or DataSetPublishingIntervalTimespan \"00:00:05\"."
                + " The node that takes it is not published. The entry's other 2 nodes are"
                + " published.");
    assertThat(nodes.faults().get(0).column()).isEqualTo(5);
    assertThat(Nodes.fields(nodes)).extracting("name").containsExactly("ns=2;s=b", "ns=2;s=c");
  }

  @Test
  void aFaultyNodeLeavesTheOtherNodesOfItsEntryPublished() {
    PublishedNodes nodes =
        Nodes.strict(
            """
            [{"EndpointUrl": "opc.tcp://plc1:4840", "OpcNodes": [
              {"Id": "ns=2;s=a"},
              {"Id": "nsx;s=b"},
              {"Id": "ns=2;s=c", "OpcSamplingInterval": "5 s"},
              {"Id": "ns=2;s=d"},
              {"DisplayName": "e"}
            ]}]
            """);

    assertThat(Nodes.faults(nodes))
        .containsExactly(
            "published_nodes.json:3: Node id \"nsx;s=b\" has no identifier that starts with i=,"
                + " s=, g= or b=. Write i=2258, ns=2;s=Name, nsu=http://example.org/;s=Name or"
                + " http://example.org/#s=Name. The node is not published. The entry's other 2"
                + " nodes are published.",
            "published_nodes.json:4: OpcSamplingInterval \"5 s\" is not a number of milliseconds."
                + " Write 5000, or OpcSamplingIntervalTimespan \"00:00:05\". The node is not"
                + " published. The entry's other 2 nodes are published.",
            "published_nodes.json:6: The node has no Id. Write \"Id\": \"ns=2;s=Name\". The node"
                + " is not published. The entry's other 2 nodes are published.");
    assertThat(nodes.faults()).anyMatch(PublishedNodesFault::isError);
    assertThat(Nodes.fields(nodes)).extracting("name").containsExactly("ns=2;s=a", "ns=2;s=d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\u001b[2J", "\\n\\u009b", "x\\u0007"})
  void textsOfTheFileAreQuotedShortAndWithoutControlCharacters(String text) {
    String bad = text + "y".repeat(5000);
    PublishedNodes nodes =
        Nodes.strict(
            """
            [{"EndpointUrl": "%1$s", "OpcNodes": [{"Id": "i=1"}]},
             {"EndpointUrl": "opc.tcp://plc1:4840", "EndpointSecurityPolicy": "%1$s",
              "OpcNodes": [{"Id": "i=1"}]},
             {"EndpointUrl": "opc.tcp://plc1:%1$s", "OpcNodes": [{"Id": "i=1"}]},
             {"EndpointUrl": "opc.tcp://plc1:4840", "%1$s": 1, "QueueName": "%1$s",
              "OpcNodes": [{"Id": "%1$s"}, {"Id": "svr=1;s=%1$s"},
               {"Id": "i=1", "IndexRange": "%1$s"}, {"Id": "i=1", "%1$s": 1}]}]
            """
                .formatted(bad));

    assertThat(Nodes.faults(nodes))
        .hasSizeGreaterThan(7)
        .allSatisfy(fault -> assertThat(fault).doesNotContainPattern("\\p{Cc}"))
        .allSatisfy(fault -> assertThat(fault).hasSizeLessThan(700));
  }

  @Test
  void aFaultyEntryLeavesTheOtherEntriesPublished() {
    PublishedNodes nodes =
        Nodes.strict(
            """
            [
              {"OpcNodes": [{"Id": "ns=2;s=a"}, {"Id": "ns=2;s=b"}]},
              {"EndpointUrl": "http://plc1:4840", "OpcNodes": [{"Id": "ns=2;s=c"}]},
              17,
              {"EndpointUrl": "opc.tcp://plc2:4840", "OpcNodes": [{"Id": "ns=2;s=d"}]}
            ]
            """);

    assertThat(Nodes.faults(nodes))
        .containsExactly(
            "published_nodes.json:2: The entry has no EndpointUrl. Write \"EndpointUrl\":"
                + " \"opc.tcp://host:4840\". The entry and its 2 nodes are not published.",
            "published_nodes.json:3: EndpointUrl \"http://plc1:4840\" is no OPC UA address. Write"
                + " opc.tcp://host:port/path. The entry and its node are not published.",
            "published_nodes.json:4: An entry is not an object. Write { \"EndpointUrl\": …,"
                + " \"OpcNodes\": … }. The entry is not published.");
    assertThat(Nodes.fields(nodes)).extracting("name").containsExactly("ns=2;s=d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "DataSetPublishingIntervalTimespan": "25:00:00" | is not a duration of the form [d.]hh:mm:ss[.fffffff]. Write "00:00:01".
          "DataSetPublishingIntervalTimespan": 5000       | is not a duration of the form [d.]hh:mm:ss[.fffffff]. Write "00:00:05".
          "BatchTriggerInterval": "2 min"                 | is not a number of milliseconds. Write 120000, or BatchTriggerIntervalTimespan "00:02:00".
          "BatchTriggerInterval": "00:00:03"              | is not a number of milliseconds. Write 3000, or BatchTriggerIntervalTimespan "00:00:03".
          "DataSetKeyFrameCount": -1                      | is negative. Write a number from 0 to 4294967295.
          "DataSetKeyFrameCount": "many"                  | is not a whole number. Write for instance 1.
          "Priority": 256                                 | is out of range. Write a number from 0 to 255.
          "UseSecurity": "yes"                            | is neither true nor false. Write true or false.
          "DataSetClassId": "4711"                        | is not a GUID. Write for instance "09087e75-8e5e-499b-954f-f2a9603db28a".
          "DataSetWriterId": ["a"]                        | is not a text. Put it in quotation marks.
          "DataSetExtensionFields": "a"                   | is not an object. Write { } with the properties in it.
          "MessagingMode": "PupSub"                       | is not known. Did you mean PubSub? Write one of PubSub, Samples, FullNetworkMessages, FullSamples, DataSetMessages, SingleDataSetMessage, DataSets, SingleDataSet, RawDataSets, SingleRawDataSet.
          "EndpointSecurityMode": "Signed"                | is not known. Did you mean Sign? Write one of Best, Sign, SignAndEncrypt, None, NotNone.
          "OpcAuthenticationMode": 7                      | is not known. Write one of Anonymous, UsernamePassword, Certificate, JwtToken.
          "WriterGroupTransport": "Http"                  | is not there yet. Write one of IoTHub, Mqtt, FileSystem, Log, Null.
          "EndpointSecurityPolicy": "Basic257"            | is not known. Write one of None, Basic128Rsa15, Basic256, Basic256Sha256, Aes128_Sha256_RsaOaep, Aes256_Sha256_RsaPss, or its URI.
          "EndpointSecurityPolicy": "Basic256Sha256"      | needs security, which is off. Add "UseSecurity": true.
          "QueueName": "plant/#"                          | has a # or a +, which only patterns of topics have. Write a topic such as "{RootTopic}/line 1".
          "WriterGroupQueueName": "{RootTopic}/+/a"       | has a # or a +, which only patterns of topics have.
          "MetaDataQueueName": "a\\u0000b"                | "a\\u0000b" has the character NUL.
          "OpcAuthenticationMode": "UsernamePassword"     | has no OpcAuthenticationUsername. Write it.
          "OpcAuthenticationPassword": "geheim\\nb", "OpcAuthenticationMode": "JwtToken" | is no JSON Web Token: it has a space, a line break or another character that no token has.
          "OpcAuthenticationMode": "Certificate"          | has no OpcAuthenticationUsername. Write the subject or the thumbprint of a certificate in the store User.
          """)
  void aWrongValueOfAnEntryIsNamedWithTheRemedy(String property, String fault) {
    PublishedNodes nodes =
        Nodes.strict("[" + Nodes.entry("\n" + property + "\n", "{\"Id\": \"ns=2;s=a\"}") + "]");

    assertThat(nodes.faults()).hasSize(1);
    assertThat(Nodes.faults(nodes).get(0))
        .startsWith("published_nodes.json:2: " + property.split("\"")[1] + " ")
        .contains(fault)
        .endsWith("not published.");
    assertThat(nodes.groups()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "QueueSize": 1.5                 | is not a whole number. Write for instance 1.
          "DeadbandValue": "wide"          | is not a number. Write for instance 0.5.
          "DeadbandType": "Relative"       | is not known. Write one of Absolute, Percent.
          "DataChangeTrigger": "Value"     | is not known. Write one of Status, StatusValue, StatusValueTimestamp.
          "AttributeId": "Values"          | is not known. Did you mean Value? Write one of NodeId, NodeClass,
          "AttributeId": 99                | is not known. Write one of NodeId, NodeClass,
          "IndexRange": "1..3"             | is no range. Write for instance 0, 2:5 or 0:1,2:3.
          "Topic": "plant/+"               | has a # or a +, which only patterns of topics have.
          "SkipFirst": 2                   | is neither true nor false. Write true or false.
          "BrowsePath": "a"                | is not a list of texts. Put the texts in [ ].
          "EventFilter": []                | is not an object. Write { } with the properties in it.
          """)
  void aWrongValueOfANodeIsNamedWithTheRemedy(String property, String fault) {
    String node = "{\"Id\": \"ns=2;s=a\",\n" + property + "\n}";

    PublishedNodes nodes = Nodes.strict("[" + Nodes.entry("", node) + "]");

    assertThat(nodes.faults()).hasSize(1);
    assertThat(Nodes.faults(nodes).get(0))
        .startsWith("published_nodes.json:2: " + property.split("\"")[1] + " ")
        .contains(fault)
        .endsWith("The node is not published.");
    assertThat(nodes.groups()).isEmpty();
  }

  @Test
  void everyRefusedValueIsNamedByItsPointerWithTheValueAndWhatIsAllowed() {
    PublishedNodes nodes =
        Nodes.strict(
            """
            [{"EndpointUrl": "opc.tcp://plc1:4840", "OpcNodes": [{"Id": "i=1"}]},
             {"EndpointUrl": "opc.tcp://plc1:4840", "BatchSize": -1, "OpcNodes": [
               {"Id": "i=1"},
               {"Id": "i=2", "HeartbeatBehavior": "Sometimes"},
               {"Id": "wrong"},
               7
             ]},
             {"EndpointUrl": "opc.tcp://plc1:4840", "OpcNodes": [
               {"Id": "i=1", "HeartbeatIntervalTimespan": "5 s"}]}]
            """);

    assertThat(nodes.faults())
        .extracting(PublishedNodesFault::pointer)
        .containsExactly(
            "/1/BatchSize",
            "/1/OpcNodes/1/HeartbeatBehavior",
            "/1/OpcNodes/2/Id",
            "/1/OpcNodes/3",
            "/2/OpcNodes/0/HeartbeatIntervalTimespan");
    assertThat(nodes.faults().get(4))
        .hasToString(
            "published_nodes.json:9: /2/OpcNodes/0/HeartbeatIntervalTimespan:"
                + " HeartbeatIntervalTimespan \"5 s\" is not a duration of the form"
                + " [d.]hh:mm:ss[.fffffff]. Write \"00:00:05\". The node is not published.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"WriterGroupTransport\": \"FileSystem\","
            + " \"WriterGroupTransportConfiguration\": \"../secret\"",
        "\"WriterGroupTransport\": \"FileSystem\","
            + " \"WriterGroupTransportConfiguration\": \"/secret\"",
        "\"WriterGroupTransportConfiguration\": \"HostName=h;SharedAccessKey=secret\""
      })
  void aTransportConfigurationThatHasNoEffectIsNamedAndNotShown(String configuration) {
    PublishedNodes nodes =
        Nodes.strict("[" + Nodes.entry(configuration, "{\"Id\": \"ns=2;s=a\"}") + "]");

    assertThat(Nodes.faults(nodes))
        .singleElement()
        .asString()
        .contains("WriterGroupTransportConfiguration ", "Messages go where")
        .doesNotContain("secret");
    assertThat(nodes.groups().get(0).delivery().folder()).isEmpty();
    assertThat(nodes.nodeCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `[{"EndpointUrl": "opc.tcp://plc1:4840"\\n"OpcNodes": []}]` | 2 | "\\"" does not belong here; there may be a comma or a closing bracket missing before it.
          `[{"EndpointUrl": opc.tcp://plc1:4840}]`                 | 1 | a value is neither in quotation marks nor a number, true, false or null. Put it in quotation marks.
          `[{"EndpointUrl": "opc.tcp://plc1:4840",\\n"OpcNodes": [` | 2 | it ends before all is closed. Add the missing ", } or ].
          `[{"EndpointUrl": "opc.tcp://plc1:4840"]`                | 1 | } and ] do not match. Close what was opened last first.
          `[{"EndpointUrl" "opc.tcp://plc1:4840"}]`                | 1 | "\\"" does not belong here; a colon is missing before it.
          `[{"EndpointUrl": "opc.tcp://plc1\\n"}]`                  | 1 | a line break or another control character is in a text.
          `[{"DataSetWriterId": "a\\q"}]`                           | 1 | a backslash in a text does not belong there. Write \\\\ for it.
          """)
  void aFileThatIsNotJsonNamesLineAndCause(String text, int line, String cause) {
    PublishedNodes nodes = Nodes.strict(text.replace("\\n", "\n"));

    assertThat(nodes.usable()).isFalse();
    assertThat(nodes.groups()).isEmpty();
    assertThat(nodes.faults()).hasSize(1);
    assertThat(Nodes.faults(nodes).get(0))
        .startsWith("published_nodes.json:" + line + ": The file is not JSON: ")
        .contains(cause.replace("\\\"", "\"").replace("\\\\\\\\", "\\\\"))
        .endsWith("Nothing is published from it.");
  }

  @Test
  void aFileThatIsEmptyOrNoListIsNotUsable() {
    assertThat(Nodes.faults(Nodes.strict(" \n")))
        .containsExactly(
            "published_nodes.json:2: The file is empty. Write [] to publish nothing. Nothing is"
                + " published from it.");
    assertThat(Nodes.faults(Nodes.strict("{\"EndpointUrl\": \"opc.tcp://plc1:4840\"}")))
        .containsExactly(
            "published_nodes.json:1: The file is not a list of entries. Put its entries in [ ]."
                + " Nothing is published from it.");
    assertThat(Nodes.strict("[]"))
        .isEqualTo(new PublishedNodes(Nodes.FILE, true, List.of(), List.of()));
  }

  @Test
  void aFileThatCannotBeReadSaysWhy(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.json");
    Path latin =
        Files.write(folder.resolve("latin.json"), "[\"ä\"]".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(Nodes.faults(PublishedNodes.read(missing, Nodes.STRICT)))
        .containsExactly(
            missing
                + ": The file does not exist. Create it, or name another with --pf. Nothing is"
                + " published from it.");
    assertThat(Nodes.faults(PublishedNodes.read(folder, Nodes.STRICT)))
        .containsExactly(
            folder + ": The file is a folder. Name a file. Nothing is published from it.");
    assertThat(Nodes.faults(PublishedNodes.read(latin, Nodes.STRICT)))
        .containsExactly(
            latin
                + ": The file is not UTF-8 text. Save it as UTF-8. Nothing is published from it.");
  }

  @Test
  void aUserWhoCannotBeDecryptedStopsTheEntry() {
    PublishedNodes nodes =
        Nodes.strict(
            "["
                + Nodes.entry(
                    "\"OpcAuthenticationMode\": \"UsernamePassword\",\"EncryptedAuthUsername\":"
                        + " \"YWJj\", \"EncryptedAuthPassword\": \"YWJj\"",
                    "{\"Id\": \"ns=2;s=a\"}")
                + "]");

    assertThat(nodes.groups()).isEmpty();
    assertThat(Nodes.faults(nodes))
        .contains(
            "published_nodes.json:1: EncryptedAuthUsername or EncryptedAuthPassword was not"
                + " encrypted with the key of this edge. Write OpcAuthenticationUsername and"
                + " OpcAuthenticationPassword. The entry and its node are not published.");
  }
}
