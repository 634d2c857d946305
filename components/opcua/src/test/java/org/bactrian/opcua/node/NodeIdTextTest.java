package org.bactrian.opcua.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.NamespaceReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.ServerReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTextTest {

  private static final String PLANT = "http://plant.example/UA/";
  private static final String ODD = "   space    tests /(%)§;#;;#;()§$\"))\"\")(§";
  private static final UUID GUID = UUID.fromString("09087e75-8e5e-499b-954f-f2a9603db28a");

  private final NamespaceTable namespaces = new NamespaceTable();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "i=2258 | 0 | 2258",
        "2258 | 0 | 2258",
        "Double | 0 | 11",
        "double | 0 | 11",
        "EUInformation | 0 | 887",
        "ns=2;i=5 | 2 | 5",
        "ns=0;i=4294967295 | 0 | 4294967295",
        "nsu=http://opcfoundation.org/UA/;i=85 | 0 | 85",
        "http://opcfoundation.org/UA/#i=85 | 0 | 85"
      })
  void numbersAreReadInEveryForm(String text, int namespace, long id) {
    assertThat(NodeIdText.parse(text)).isEqualTo(id(namespace, uint(id)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nsu=http://plant.example/UA/;s=x | http://plant.example/UA/ | x",
        "http://plant.example/UA/#s=x | http://plant.example/UA/ | x",
        "urn:plant:line1#s=a%2fb+c | urn:plant:line1 | a/b c",
        "plant#s=x | plant | x",
        "nsu=http://plant.example/?a=1;v=2;s=x;y=z | http://plant.example/?a=1;v=2 | x;y=z",
        "nsu=urn:a%3bb%25c;s=x%20y | urn:a;b%c | x%20y"
      })
  void namesAreReadWithTheUriOfTheirNamespace(String text, String uri, String name) {
    assertThat(NodeIdText.parse(text)).isEqualTo(ExpandedNodeId.of(uri, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s=", "s_", "ns=0;s=", "nsu=http://opcfoundation.org/UA/;s="})
  void aNameMayContainWhatSeparatesElsewhere(String prefix) {
    assertThat(NodeIdText.parse(prefix + ODD)).isEqualTo(id(0, ODD));
  }

  @Test
  void guidsAndBytesAreRead() {
    assertThat(NodeIdText.parse("ns=1;g=" + GUID).getIdentifier()).isEqualTo(GUID);
    assertThat(NodeIdText.parse("g={" + GUID + "}").getIdentifier()).isEqualTo(GUID);
    assertThat(NodeIdText.parse("ns=1;b=AP/7").getIdentifier())
        .isEqualTo(ByteString.of(new byte[] {0, -1, -5}));
    assertThat(NodeIdText.parse("b=AP%2f7").getIdentifier())
        .isEqualTo(ByteString.of(new byte[] {0, -1, -5}));
    assertThat(NodeIdText.parse("b=++++").getIdentifier())
        .isEqualTo(ByteString.of(new byte[] {-5, -17, -66}));
  }

  @Test
  void anIdOnAnotherServerKeepsTheServer() {
    assertThat(NodeIdText.parse("svr=1;nsu=urn:a;s=x").getServerIndex()).isEqualTo(uint(1));
    assertThat(NodeIdText.parse("urn:a#s=x&srv=urn:other").getServerUri()).isEqualTo("urn:other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is empty",
        "counter1 | has no identifier that starts with",
        "ns=2 | has ns= but no identifier",
        "ns=2;counter1 | has no identifier that starts with",
        "ns=x;s=a | has \"x\" for a namespace index",
        "ns=65536;s=a | has \"65536\" for a namespace index",
        "nsu=http://plant/ | has nsu= but no URI followed by an identifier",
        "nsu=;s=x | has nsu= but no URI followed by an identifier",
        "i=abc | has \"abc\" where a number",
        "i=4294967296 | has \"4294967296\" where a number",
        "i=-1 | has \"-1\" where a number",
        "g=1-1-1-1-1 | where a GUID belongs",
        "b=*** | where Base64 belongs",
        "http://plant.example/ | has no identifier"
      })
  void aWrongTextIsQuotedWithItsFaultAndTheMend(String text, String fault) {
    assertThatThrownBy(() -> NodeIdText.parse(text))
        .isInstanceOf(NodeIdTextException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining(fault)
        .hasMessageContaining(". Write ");
  }

  @Test
  void aNodeIsWrittenInEveryFormat() {
    NodeId node = new NodeId(namespaces.add(PLANT), "my tag/1");

    assertThat(NodeIdText.format(node, namespaces, NamespaceFormat.URI))
        .isEqualTo("http://plant.example/UA/#s=my+tag%2f1");
    assertThat(NodeIdText.format(node, namespaces, NamespaceFormat.INDEX))
        .isEqualTo("ns=1;s=my tag/1");
    assertThat(NodeIdText.format(node, namespaces, NamespaceFormat.EXPANDED))
        .isEqualTo("nsu=http://plant.example/UA/;s=my tag/1");
    assertThat(NodeIdText.format(node, namespaces, NamespaceFormat.EXPANDED_WITH_NAMESPACE_0))
        .isEqualTo("nsu=http://plant.example/UA/;s=my tag/1");
  }

  @ParameterizedTest
  @CsvSource({
    "URI, i=2253",
    "INDEX, i=2253",
    "EXPANDED, i=2253",
    "EXPANDED_WITH_NAMESPACE_0, nsu=http://opcfoundation.org/UA/;i=2253"
  })
  void namespace0IsWrittenOnlyWhereItIsAskedFor(NamespaceFormat format, String expected) {
    assertThat(NodeIdText.format(new NodeId(0, 2253), namespaces, format)).isEqualTo(expected);
  }

  @Test
  void dataTypesOfNamespace0HaveNamesInTheUriFormat() {
    assertThat(NodeIdText.format(new NodeId(0, 11), namespaces, NamespaceFormat.URI))
        .isEqualTo("Double");
    assertThat(NodeIdText.format(new NodeId(0, 887), namespaces, NamespaceFormat.URI))
        .isEqualTo("EUInformation");
    assertThat(NodeIdText.format(new NodeId(0, 11), namespaces, NamespaceFormat.EXPANDED))
        .isEqualTo("i=11");
  }

  @Test
  void anIndexWithoutUriStaysAnIndex() {
    assertThat(NodeIdText.format(new NodeId(7, "x"), namespaces, NamespaceFormat.EXPANDED))
        .isEqualTo("ns=7;s=x");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadAgain(NamespaceFormat format) {
    Object[] identifiers = {uint(77), ODD, "a+b %25 %3b", GUID, ByteString.of(new byte[] {-1, 3})};
    for (String uri : new String[] {PLANT, "urn:a;b%3b%25%20", "not absolute"}) {
      int index = namespaces.add(uri).intValue();
      for (Object identifier : identifiers) {
        NodeId node = id(index, identifier).toNodeId(namespaces).orElseThrow();
        String text = NodeIdText.format(node, namespaces, format);

        assertThat(NodeIdText.parse(text).toNodeId(namespaces)).as(text).contains(node);
      }
    }
  }

  private static ExpandedNodeId id(int namespace, Object identifier) {
    return new ExpandedNodeId(ServerReference.of(0), NamespaceReference.of(namespace), identifier);
  }
}
