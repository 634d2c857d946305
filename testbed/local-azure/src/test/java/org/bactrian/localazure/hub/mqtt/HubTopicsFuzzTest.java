package org.bactrian.localazure.hub.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and topics of MQTT clients. */
class HubTopicsFuzzTest {

  static Stream<byte[]> bags() {
    return FuzzInputs.utf8("$.ct=application%2Fjson&a=b%20c/", "?%24.mid=1&x", "=%", "a=%zz", "?/");
  }

  @MethodSource("bags")
  @FuzzTest
  void aPropertyBagIsReadOrRefused(byte[] input) {
    try {
      PropertyBag bag = PropertyBag.parse(FuzzInputs.text(input));
      assertThat(bag.size()).isLessThanOrEqualTo(3 * FuzzInputs.text(input).length());
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> names() {
    return FuzzInputs.utf8(
        "edge/bactrian",
        "hub.localhost/edge/bactrian/?api-version=2021-04-12&DeviceClientType=x",
        "devices/edge/modules/bactrian/messages/events/",
        "$iothub/methods/POST/#",
        "a/b/c",
        "/");
  }

  @MethodSource("names")
  @FuzzTest
  void aClientAndWhatItAsksForAreKnownOrRefused(byte[] input) {
    String text = FuzzInputs.text(input);
    ClientId known = ClientId.parse("edge/bactrian");
    HubTopics.of(known).allows(text);
    try {
      ClientId client = ClientId.parse(text);
      assertThat(ClientId.parse(client.toString())).isEqualTo(client);
      MqttUserName.check(text, client);
    } catch (HubFaultException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      MqttUserName.check(text, known);
    } catch (HubFaultException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
