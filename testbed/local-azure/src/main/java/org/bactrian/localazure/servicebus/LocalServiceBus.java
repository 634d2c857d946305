package org.bactrian.localazure.servicebus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bactrian.localazure.eventhub.EventHubNamespace;
import org.bactrian.localazure.servicebus.amqp.BusAmqpServer;
import org.bactrian.localazure.servicebus.amqp.SignatureCheck;
import org.bactrian.localazure.servicebus.auth.BusPolicy;
import org.bactrian.localazure.servicebus.entity.BusEntities;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.servicebus.message.BusMessage;
import org.bactrian.localazure.servicebus.queue.BusNamespace;
import org.bactrian.localazure.storage.StateFile;
import org.bactrian.localazure.storage.StateThread;

/**
 * The local Service Bus: a namespace of queues and topics, and a server for clients. Its methods
 * are safe from any thread.
 */
public final class LocalServiceBus {

  private final Vertx vertx;
  private final StateFile state;
  private final StateThread stateThread;
  private final Clock clock;
  private final Context loop;
  private final BusPolicy policy;
  private final CompletableFuture<BusNamespace> namespace = new CompletableFuture<>();
  private volatile int port;

  /**
   * A Service Bus over its state, not open yet.
   *
   * @param loop event loop of its server
   */
  public LocalServiceBus(
      Vertx vertx, Context loop, StateFile state, StateThread stateThread, Clock clock) {
    this.vertx = vertx;
    this.state = state;
    this.stateThread = stateThread;
    this.clock = clock;
    this.loop = loop;
    policy = BusPolicy.open(state, clock);
  }

  /**
   * Makes the entities and opens the server.
   *
   * @param events event hubs of the same server
   * @param eventSignatures check of signatures for the built-in endpoint of the hub
   * @param host address to listen on
   * @param wantedPort 0 takes any that is free
   * @return done when clients may come; fails when the port is taken
   */
  public Future<Void> open(
      BusEntities entities,
      EventHubNamespace events,
      SignatureCheck eventSignatures,
      String host,
      int wantedPort) {
    Promise<Void> opened = Promise.promise();
    loop.runOnContext(
        ignored -> {
          try {
            namespace.complete(new BusNamespace(entities, vertx, state, stateThread, clock));
            listen(events, eventSignatures, host, wantedPort).onComplete(opened);
          } catch (RuntimeException e) {
            opened.fail(e);
          }
        });
    return opened.future();
  }

  private Future<Void> listen(
      EventHubNamespace events, SignatureCheck eventSignatures, String host, int wantedPort) {
    return new BusAmqpServer(vertx, namespace.join(), policy, events, eventSignatures, clock)
        .open(host, wantedPort)
        .map(
            server -> {
              port = server.actualPort();
              return null;
            });
  }

  /** Port to which clients connect. */
  public int port() {
    return port;
  }

  /**
   * Sends a message to a queue or topic.
   *
   * @return done, on any thread, when it is on disk; fails when it is refused
   */
  public Future<Void> send(EntityPath path, BusMessage message) {
    Promise<Void> sent = Promise.promise();
    loop.runOnContext(
        ignored -> namespace.join().send(path, List.of(message)).<Void>mapEmpty().onComplete(sent));
    return sent.future();
  }

  /**
   * Stores a message with what else the state thread commits next; receivers get it soon after.
   * Call it on the state thread, once the Service Bus is open.
   *
   * @throws org.bactrian.localazure.servicebus.fault.BusFaultException when it is refused
   */
  public void stage(EntityPath path, BusMessage message) {
    Runnable announcement = namespace.join().stage(path, message);
    loop.runOnContext(ignored -> announcement.run());
  }

  /** The connection string that Azure's SDKs take; it lets them connect without TLS. */
  public String connectionString() {
    return "Endpoint=sb://localhost:"
        + port
        + ";SharedAccessKeyName="
        + BusPolicy.NAME
        + ";SharedAccessKey="
        + policy.key()
        + ";UseDevelopmentEmulator=true";
  }
}
