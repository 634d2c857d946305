package org.bactrian.localazure.hub.mqtt;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mqtt.messages.MqttPublishMessage;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.method.DirectMethodAnswer;
import org.bactrian.localazure.hub.method.DirectMethodRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts what clients publish by its topic. What IoT Hub does not take ends the connection, since
 * MQTT 3.1.1 knows no other answer.
 */
record MqttRequestDispatcher(
    Vertx vertx, MqttTelemetry telemetry, MqttTwinRequests twins, MqttMethodCalls methods) {

  private static final Logger LOG = LoggerFactory.getLogger(MqttRequestDispatcher.class);
  private static final String REQUEST_ID = "$rid";

  // The Java device SDK 2.5.0 loses the acknowledgement of a twin request or a method answer that
  // comes before it has noted the packet's id, and then waits for ever. Real hubs are never so
  // near.
  private static final long LATENCY_MILLIS = 50;

  void handle(HubMqttConnection connection, MqttPublishMessage message) {
    try {
      if (message.qosLevel() == MqttQoS.EXACTLY_ONCE) {
        throw new HubFaultException(HubFault.ARGUMENT_INVALID, "QoS 2 is not supported");
      }
      dispatch(connection, message);
    } catch (HubFaultException | IllegalArgumentException e) {
      LOG.warn("{} published what IoT Hub does not take: {}", connection.client(), e.getMessage());
      connection.close(e.getMessage());
    }
  }

  private void dispatch(HubMqttConnection connection, MqttPublishMessage message) {
    String topic = message.topicName();
    if (topic.startsWith(connection.topics().telemetry())) {
      Future<Void> routed = telemetry.accept(connection, message);
      Runnable acknowledgement = connection.acknowledgeLater(message);
      routed.onComplete(done -> acknowledgement.run());
    } else if (topic.startsWith(HubTopics.METHOD_ANSWER)) {
      answer(connection, message);
      later(connection.acknowledgeLater(message));
    } else if (topic.startsWith(HubTopics.TWIN_GET)) {
      String requestId = requestId(topic, HubTopics.TWIN_GET);
      Runnable acknowledgement = connection.acknowledgeLater(message);
      later(
          () -> {
            acknowledgement.run();
            twins.get(connection, requestId);
          });
    } else if (topic.startsWith(HubTopics.TWIN_REPORT)) {
      String requestId = requestId(topic, HubTopics.TWIN_REPORT);
      Runnable acknowledgement = connection.acknowledgeLater(message);
      later(
          () -> {
            acknowledgement.run();
            twins.report(connection, requestId, message.payload());
          });
    } else {
      throw new HubFaultException(HubFault.ARGUMENT_INVALID, "topic " + topic + " is not served");
    }
  }

  private void later(Runnable step) {
    vertx.setTimer(LATENCY_MILLIS, fired -> step.run());
  }

  private void answer(HubMqttConnection connection, MqttPublishMessage message) {
    String rest = message.topicName().substring(HubTopics.METHOD_ANSWER.length());
    int slash = rest.indexOf('/');
    if (slash < 1) {
      throw new HubFaultException(HubFault.ARGUMENT_INVALID, "a method answer without a status");
    }
    int length = message.payload().length();
    if (length > DirectMethodRequest.MAX_PAYLOAD_BYTES) {
      throw new HubFaultException(
          HubFault.MESSAGE_TOO_LARGE, "a method answer of " + length + " bytes");
    }
    methods.answered(
        connection.client(),
        requestId(rest, rest.substring(0, slash + 1)),
        new DirectMethodAnswer(
            Integer.parseInt(rest.substring(0, slash)), message.payload().toString()));
  }

  private static String requestId(String topic, String prefix) {
    PropertyBag parameters = PropertyBag.parse(topic.substring(prefix.length()));
    String requestId = parameters.application().get(REQUEST_ID);
    if (requestId == null) {
      throw new HubFaultException(HubFault.ARGUMENT_INVALID, "a request without " + REQUEST_ID);
    }
    return requestId;
  }
}
