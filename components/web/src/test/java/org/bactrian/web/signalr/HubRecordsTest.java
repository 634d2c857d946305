package org.bactrian.web.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.model.json.JsonTrees;
import org.bactrian.web.stream.StreamClosure;
import org.junit.jupiter.api.Test;

class HubRecordsTest {

  private final HubRecords records = new HubRecords();

  @Test
  void recordsEndWhereTheirSeparatorsAreHoweverTheTextIsSplit() throws Exception {
    String text = "{\"type\":6}\u001e{\"type\":7}\u001e{\"type\":1,\"target\":\"a\"}\u001e";
    List<JsonNode> whole = new HubRecords().take(text);

    List<JsonNode> split = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      split.addAll(records.take(text.substring(i, i + 1)));
    }

    assertThat(whole).extracting(one -> one.path("type").asInt()).containsExactly(6, 7, 1);
    assertThat(split).isEqualTo(whole);
  }

  @Test
  void aRecordOfTheLargestSizeIsTakenAndALargerOneIsNot() throws Exception {
    String padding = "x".repeat(HubRecords.MAX_RECORD - 8);
    assertThat(records.take("{\"a\":\"" + padding + "\"}\u001e")).hasSize(1);

    assertThatThrownBy(() -> records.take("{\"a\":\"x" + padding + "\"}\u001e"))
        .hasMessageContaining("longer than 16384");
    assertThatThrownBy(() -> new HubRecords().take("x".repeat(20_000)))
        .hasMessageContaining("U+001E");
  }

  @Test
  void versionsOneAndTwoOfTheJsonProtocolAreSpoken() throws Exception {
    assertThat(fault("{\"protocol\":\"json\",\"version\":1}")).isEmpty();
    assertThat(fault("{\"protocol\":\"json\",\"version\":2}")).isEmpty();
    assertThat(fault("{\"protocol\":\"json\",\"version\":3}")).contains("version 1 and 2");
    assertThat(fault("{\"protocol\":\"messagepack\",\"version\":1}")).contains("no other");
    assertThat(fault("{}")).contains("no other");
  }

  private static String fault(String handshake) throws Exception {
    return HubRecords.handshakeFault(JsonTrees.JSON.readTree(handshake)).orElse("");
  }

  @Test
  void aClosureSaysWhetherToComeBack() {
    assertThat(HubRecords.close(StreamClosure.passing("full")))
        .isEqualTo("{\"type\":7,\"error\":\"full\",\"allowReconnect\":true}\u001e");
    assertThat(HubRecords.close(StreamClosure.refusal("no")))
        .isEqualTo("{\"type\":7,\"error\":\"no\"}\u001e");
  }

  @Test
  void theIdOfAConnectionFollowsFromItsTokenAndOpensNothing() {
    ConnectionToken made = ConnectionToken.create(1);

    assertThat(ConnectionToken.of(made.token())).contains(made);
    assertThat(made.id()).isNotEqualTo(made.token());
    assertThat(ConnectionToken.of(made.id())).isEmpty();
    assertThat(ConnectionToken.create(1)).isNotEqualTo(made);
    assertThat(made.toString()).doesNotContain(made.token()).doesNotContain(made.id());
    ConnectionToken old = ConnectionToken.create(0);
    assertThat(old.id()).isEqualTo(old.token());
    assertThat(ConnectionToken.of(old.id())).contains(old);
    assertThat(ConnectionToken.of("t")).isEmpty();
    assertThat(ConnectionToken.of(made.token() + "x")).isEmpty();
  }
}
