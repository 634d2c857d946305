package org.bactrian.localazure.hub.mqtt;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.registry.IdentityRegistry;
import org.bactrian.localazure.hub.twin.HubTwin;
import org.bactrian.localazure.storage.StateThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests of a client about its twin ("Communicate with an IoT hub using the MQTT protocol",
 * sections on retrieving a device twin's properties and updating reported properties). Belongs to
 * the hub's event loop.
 */
record MqttTwinRequests(IdentityRegistry registry, StateThread stateThread) {

  private static final Logger LOG = LoggerFactory.getLogger(MqttTwinRequests.class);

  /** Sends the client its desired and reported properties. */
  void get(HubMqttConnection connection, String requestId) {
    // Behind the changes that were asked for before, so a client reads what it has written.
    stateThread
        .call(() -> registry.twin(connection.client()).toDeviceJson())
        .onSuccess(
            twin -> connection.deliver(topic(200, requestId), Buffer.buffer(twin.toString())))
        .onFailure(e -> fail(connection, requestId, e));
  }

  /** Merges what the client reports, and tells it the new version. */
  void report(HubMqttConnection connection, String requestId, Buffer payload) {
    stateThread
        .call(() -> store(connection.client(), payload))
        .onSuccess(
            twin ->
                connection.deliver(
                    topic(204, requestId) + "&$version=" + twin.reported().version(),
                    Buffer.buffer()))
        .onFailure(e -> fail(connection, requestId, e));
  }

  private HubTwin store(ClientId client, Buffer payload) throws IOException {
    JsonNode body;
    try {
      body = JSON.readTree(payload.getBytes());
    } catch (JsonProcessingException e) {
      throw new HubFaultException(HubFault.FORMAT_ERROR, "reported properties are no JSON");
    }
    return registry.report(client, body);
  }

  private static void fail(HubMqttConnection connection, String requestId, Throwable cause) {
    HubFault fault = HubFault.SERVER_ERROR;
    if (cause instanceof HubFaultException refused) {
      fault = refused.fault();
    } else {
      LOG.error("Twin request of {} failed", connection.client(), cause);
    }
    String body =
        JSON.createObjectNode()
            .put("errorCode", fault.code())
            .put("message", cause.getMessage())
            .toString();
    connection.deliver(topic(fault.status(), requestId), Buffer.buffer(body));
  }

  private static String topic(int status, String requestId) {
    return HubTopics.TWIN_RESPONSE + status + "/?$rid=" + requestId;
  }
}
