package org.bactrian.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.bactrian.edge.mqtt.AcknowledgementInputStream.PacketTooLargeException;
import org.bactrian.model.method.MethodResult;
import org.bactrian.patience.FuzzInputs;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests and acknowledgements of a broker. */
class MqttRequestsFuzzTest {

  private static final String METHODS = "edge/methods";

  static Stream<byte[]> topics() {
    return FuzzInputs.utf8("Browse", "Browse/?$rid=1", "Browse/?$rid=", "/?$rid=a/b", "/", "a/b/c");
  }

  @MethodSource("topics")
  @FuzzTest
  void aTopicBelowThatOfMethodsIsACallOrNothing(byte[] input) {
    String rest = FuzzInputs.text(input);
    for (String responseTopic : new String[] {null, "answers"}) {
      MqttMessage message = new MqttMessage(input);
      MqttProperties properties = new MqttProperties();
      properties.setResponseTopic(responseTopic);
      message.setProperties(properties);
      MqttMethodCall.of(METHODS, METHODS + "/" + rest, message)
          .ifPresent(
              call -> {
                assertThat(call.method()).doesNotContain("/");
                assertThat(call.answered(MethodResult.ok(new byte[0])).topic())
                    .matches(topic -> topic.equals("answers") || topic.startsWith(METHODS + "/"));
              });
    }
  }

  static Stream<byte[]> packets() {
    return FuzzInputs.base64("QAMAAZU=", "MAUAAWFiYw==", "UAMAAQA=", "QP////9/");
  }

  @MethodSource("packets")
  @FuzzTest
  void acknowledgementsAreFollowedWithoutChangingThem(byte[] packets) throws IOException {
    try (AcknowledgementInputStream in =
        new AcknowledgementInputStream(new ByteArrayInputStream(packets))) {
      assertThat(in.readAllBytes()).isEqualTo(packets);
    } catch (PacketTooLargeException e) {
      assertThat(packets).contains((byte) 0x95);
    }
  }
}
