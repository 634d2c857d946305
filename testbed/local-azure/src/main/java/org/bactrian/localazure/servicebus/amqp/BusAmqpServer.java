package org.bactrian.localazure.servicebus.amqp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Clock;
import java.time.Instant;
import org.bactrian.localazure.eventhub.EventHubNamespace;
import org.bactrian.localazure.servicebus.auth.BusPolicy;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.servicebus.queue.BusNamespace;

/** Server for clients: AMQP 1.0 without TLS, as the development emulator of Service Bus. */
public final class BusAmqpServer {

  private final Vertx vertx;
  private final BusNamespace namespace;
  private final BusPolicy policy;
  private final EventHubNamespace events;
  private final SignatureCheck eventSignatures;
  private final Clock clock;

  /**
   * A server that does not listen yet.
   *
   * @param eventSignatures check of signatures for the built-in endpoint, whose policies are the
   *     hub's
   */
  public BusAmqpServer(
      Vertx vertx,
      BusNamespace namespace,
      BusPolicy policy,
      EventHubNamespace events,
      SignatureCheck eventSignatures,
      Clock clock) {
    this.vertx = vertx;
    this.namespace = namespace;
    this.policy = policy;
    this.events = events;
    this.eventSignatures = eventSignatures;
    this.clock = clock;
  }

  /**
   * Starts listening. Call it on the event loop that owns the namespace.
   *
   * @param port 0 takes any that is free
   * @return the server, whose actual port is then known
   */
  public Future<NetServer> open(String host, int port) {
    return vertx
        .createNetServer(new NetServerOptions().setHost(host).setPort(port).setTcpNoDelay(true))
        .connectHandler(this::connect)
        .listen();
  }

  private void connect(NetSocket socket) {
    ConnectionClaims claims = new ConnectionClaims(clock);
    LinkOpener links =
        new LinkOpener(
            namespace, new EventLinkOpener(events, claims, this::check), claims, this::check);
    new AmqpConnection(vertx, socket, links, new SaslHandshake(policy::isNameAndKey, claims))
        .start();
  }

  private Instant check(String signature, String resource) {
    boolean ofEvents =
        !CbsNode.isNamespace(resource)
            && events.of(EntityPath.of(resource)).filter(events.builtIn()::equals).isPresent();
    return (ofEvents ? eventSignatures : (SignatureCheck) policy::check).check(signature, resource);
  }
}
