package org.bactrian.edge.mqtt;

import java.util.List;
import java.util.Optional;
import org.bactrian.model.method.MethodResult;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/**
 * Call of a method, as a message requests it.
 *
 * @param method name of the method; an empty one is answered with 400
 * @param payload payload of the request
 * @param answer place where the caller waits for the answer
 */
record MqttMethodCall(String method, byte[] payload, Answer answer) {

  /** User property of an answer with its status. */
  static final String STATUS = "StatusCode";

  private static final String REQUEST_ID = "?$rid=";
  private static final String JSON = "application/json";
  private static final int AT_LEAST_ONCE = 1;

  /** Place where a caller waits for its answer. */
  sealed interface Answer {

    /**
     * Response topic named in the request, as callers of MQTT 5 do.
     *
     * @param topic the topic
     * @param correlation correlation data of the request, empty for none
     */
    record ResponseTopic(String topic, byte[] correlation) implements Answer {}

    /** Topic of a request id below the topic of methods, as callers of MQTT 3.1.1 do. */
    record RequestId(String methods, String id) implements Answer {}
  }

  /** Message with its topic. */
  record Outgoing(String topic, MqttMessage message) {}

  /**
   * Parses the call that a message requests; empty when it is no request.
   *
   * @param methods topic of methods
   * @param topic topic of the message, below that
   */
  static Optional<MqttMethodCall> of(String methods, String topic, MqttMessage message) {
    String rest = topic.substring(methods.length() + 1);
    String responseTopic = message.getProperties().getResponseTopic();
    int slash = rest.indexOf('/');
    if (responseTopic != null && slash < 0) {
      byte[] correlation = message.getProperties().getCorrelationData();
      return Optional.of(
          new MqttMethodCall(
              rest,
              message.getPayload(),
              new Answer.ResponseTopic(
                  responseTopic, correlation == null ? new byte[0] : correlation)));
    }
    if (slash >= 0 && rest.startsWith(REQUEST_ID, slash + 1)) {
      String id = rest.substring(slash + 1 + REQUEST_ID.length());
      return Optional.of(
          new MqttMethodCall(
              rest.substring(0, slash), message.getPayload(), new Answer.RequestId(methods, id)));
    }
    return Optional.empty();
  }

  /** Returns the message that answers the call. */
  Outgoing answered(MethodResult result) {
    MqttMessage message = new MqttMessage(result.body());
    message.setQos(AT_LEAST_ONCE);
    MqttProperties properties = new MqttProperties();
    message.setProperties(properties);
    if (answer instanceof Answer.RequestId request) {
      String topic =
          request.methods() + "/res/" + result.status() + "/" + REQUEST_ID + request.id();
      return new Outgoing(topic, message);
    }
    Answer.ResponseTopic response = (Answer.ResponseTopic) answer;
    if (response.correlation().length > 0) {
      properties.setCorrelationData(response.correlation());
    }
    properties.setContentType(JSON);
    properties.setUserProperties(
        List.of(new UserProperty(STATUS, Integer.toString(result.status()))));
    return new Outgoing(response.topic(), message);
  }
}
