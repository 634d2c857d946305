package org.bactrian.localazure.hub.mqtt;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.method.DirectMethodAnswer;
import org.bactrian.localazure.hub.method.DirectMethodRequest;
import org.bactrian.localazure.hub.method.DirectMethods;

/**
 * Direct methods over MQTT ("Understand and invoke direct methods from IoT Hub",
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-direct-methods). Belongs to the hub's
 * event loop.
 */
final class MqttMethodCalls implements DirectMethods {

  private record Call(ClientId client, Promise<DirectMethodAnswer> answer) {}

  private final Vertx vertx;
  private final HubMqttConnections connections;
  private final Map<String, Call> pending = new HashMap<>();
  private long lastRequest;

  MqttMethodCalls(Vertx vertx, HubMqttConnections connections) {
    this.vertx = vertx;
    this.connections = connections;
  }

  @Override
  public Future<DirectMethodAnswer> invoke(ClientId client, DirectMethodRequest request) {
    return connections
        .awaitMethodReady(client, request.connectTimeout())
        .compose(connection -> send(connection, request));
  }

  /** Takes an answer; one that nobody waits for any more is dropped. */
  void answered(ClientId client, String requestId, DirectMethodAnswer answer) {
    Call call = pending.get(requestId);
    if (call != null && call.client().equals(client)) {
      call.answer().tryComplete(answer);
    }
  }

  private Future<DirectMethodAnswer> send(
      HubMqttConnection connection, DirectMethodRequest request) {
    lastRequest++;
    String requestId = Long.toHexString(lastRequest);
    Promise<DirectMethodAnswer> answer = Promise.promise();
    pending.put(requestId, new Call(connection.client(), answer));
    long timer = startTimer(connection.client(), request.responseTimeout(), answer);
    connection.deliver(
        HubTopics.METHOD_CALL + request.name() + "/?$rid=" + requestId,
        Buffer.buffer(request.payload()));
    return answer
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              pending.remove(requestId);
            });
  }

  private long startTimer(ClientId client, Duration timeout, Promise<DirectMethodAnswer> answer) {
    return vertx.setTimer(
        timeout.toMillis(),
        fired ->
            answer.tryFail(
                new HubFaultException(
                    HubFault.GATEWAY_TIMEOUT,
                    ("Timed out waiting for the response from device: %s did not answer"
                            + " within %s s")
                        .formatted(client, timeout.toSeconds()))));
  }
}
