package org.bactrian.localazure.hub.mqtt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.registry.RegistryListener;

/** The connections that are open, one a client. Belongs to the hub's event loop. */
final class HubMqttConnections implements RegistryListener {

  private final Vertx vertx;
  private final Context loop;
  private final Map<ClientId, HubMqttConnection> open = new HashMap<>();
  private final Map<ClientId, List<Promise<HubMqttConnection>>> waiting = new HashMap<>();

  HubMqttConnections(Vertx vertx, Context loop) {
    this.vertx = vertx;
    this.loop = loop;
  }

  /** Adds a connection; an older one of the same client is closed. */
  void add(HubMqttConnection connection) {
    HubMqttConnection older = open.put(connection.client(), connection);
    if (older != null) {
      older.close("the same client connected again");
    }
  }

  /** Removes a connection; answers whether it was the client's current one. */
  boolean remove(HubMqttConnection connection) {
    return open.remove(connection.client(), connection);
  }

  /** The connection of a client that takes methods. */
  Optional<HubMqttConnection> methodReady(ClientId client) {
    return Optional.ofNullable(open.get(client))
        .filter(connection -> connection.isSubscribed(HubTopics.METHOD_CALL));
  }

  /**
   * Waits for a client that takes methods.
   *
   * @return fails with {@link HubFault#DEVICE_NOT_ONLINE} when it does not come in time
   */
  Future<HubMqttConnection> awaitMethodReady(ClientId client, Duration timeout) {
    Optional<HubMqttConnection> ready = methodReady(client);
    if (ready.isPresent()) {
      return Future.succeededFuture(ready.get());
    }
    HubFaultException offline =
        new HubFaultException(
            HubFault.DEVICE_NOT_ONLINE,
            "Timed out waiting for device to connect: " + client + " takes no methods now");
    if (timeout.isZero()) {
      return Future.failedFuture(offline);
    }
    Promise<HubMqttConnection> promise = Promise.promise();
    List<Promise<HubMqttConnection>> queue =
        waiting.computeIfAbsent(client, absent -> new ArrayList<>());
    queue.add(promise);
    long timer = vertx.setTimer(timeout.toMillis(), fired -> promise.tryFail(offline));
    return promise
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              queue.remove(promise);
              waiting.remove(client, List.of());
            });
  }

  /** Wakes those who wait for a client, once it takes methods. */
  void subscriptionsChanged(HubMqttConnection connection) {
    if (connection.isSubscribed(HubTopics.METHOD_CALL)) {
      List<Promise<HubMqttConnection>> queue = waiting.getOrDefault(connection.client(), List.of());
      List.copyOf(queue).forEach(promise -> promise.tryComplete(connection));
    }
  }

  @Override
  public void desiredChanged(ClientId client, ObjectNode notice) {
    String topic = HubTopics.TWIN_DESIRED + "?$version=" + notice.path("$version").asLong();
    Buffer payload = Buffer.buffer(notice.toString());
    loop.runOnContext(
        ignored ->
            Optional.ofNullable(open.get(client))
                .ifPresent(connection -> connection.deliver(topic, payload)));
  }

  @Override
  public void identityChanged(ClientId client) {
    loop.runOnContext(
        ignored ->
            Optional.ofNullable(open.get(client))
                .ifPresent(HubMqttConnection::requireStillAllowed));
  }
}
