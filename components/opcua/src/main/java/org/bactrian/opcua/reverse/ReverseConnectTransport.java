package org.bactrian.opcua.reverse;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import com.digitalpetri.fsm.FsmContext;
import com.digitalpetri.netty.fsm.ChannelActions;
import com.digitalpetri.netty.fsm.ChannelFsm;
import com.digitalpetri.netty.fsm.ChannelFsmConfig;
import com.digitalpetri.netty.fsm.ChannelFsmFactory;
import com.digitalpetri.netty.fsm.Event;
import com.digitalpetri.netty.fsm.State;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.util.Timeout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.CloseSecureChannelRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.core.util.Unit;
import org.eclipse.milo.opcua.stack.transport.client.AbstractUascClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.ClientApplicationContext;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;
import org.eclipse.milo.opcua.stack.transport.client.uasc.ClientSecureChannel;
import org.eclipse.milo.opcua.stack.transport.client.uasc.InboundUascResponseHandler.DelegatingUascResponseHandler;
import org.eclipse.milo.opcua.stack.transport.client.uasc.UascClientAcknowledgeHandler;
import org.jspecify.annotations.Nullable;

/**
 * Transport of a Milo client over connections that its server opens. It begins with Hello, as one
 * that has connected itself, and waits for the server's next connection when one is lost.
 */
public final class ReverseConnectTransport extends AbstractUascClientTransport {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_RECONNECT_SECONDS = 16;

  /**
   * Longest wait for the connection that follows a lost one. Requests that wait for it fail then,
   * which is how a session notices that it is lost.
   */
  private static final Duration WAIT_AFTER_LOSS = Duration.ofSeconds(2);

  private final OpcTcpClientTransportConfig settings;
  private final ExpectedServers servers;
  private final Duration longestWait;
  private final ChannelFsm channel;

  private volatile @Nullable ClientApplicationContext application;
  private volatile @Nullable CompletableFuture<Channel> awaited;
  private volatile boolean connectedBefore;

  /**
   * @param longestWait longest time until the server has connected
   */
  public ReverseConnectTransport(
      OpcTcpClientTransportConfig settings, ExpectedServers servers, Duration longestWait) {
    super(settings);
    this.settings = settings;
    this.servers = servers;
    this.longestWait = longestWait;
    this.channel =
        new ChannelFsmFactory(
                ChannelFsmConfig.newBuilder()
                    .setLazy(false)
                    .setMaxIdleSeconds(0)
                    .setMaxReconnectDelaySeconds(MAX_RECONNECT_SECONDS)
                    .setPersistent(true)
                    .setChannelActions(new Actions())
                    .setExecutor(settings.getExecutor())
                    .setScheduler(settings.getScheduledExecutor())
                    .build())
            .newChannelFsm();
  }

  @Override
  public OpcTcpClientTransportConfig getConfig() {
    return settings;
  }

  @Override
  public CompletableFuture<Unit> connect(ClientApplicationContext context) {
    application = context;
    return channel.connect().thenApply(connected -> Unit.VALUE);
  }

  @Override
  public CompletableFuture<Unit> disconnect() {
    CompletableFuture<Unit> done = channel.disconnect().thenApply(closed -> Unit.VALUE);
    CompletableFuture<Channel> wait = awaited;
    if (wait != null) {
      wait.cancel(false); // else the end would wait for a server that may never come
    }
    return done;
  }

  @Override
  protected CompletableFuture<Channel> getChannel() {
    return channel.getChannel();
  }

  private CompletableFuture<Channel> begin(ClientApplicationContext context, Channel connection) {
    CompletableFuture<ClientSecureChannel> handshake = new CompletableFuture<>();
    connection
        .eventLoop()
        .execute(
            () -> {
              connection.pipeline().toMap().values().forEach(connection.pipeline()::remove);
              ChannelHandler acknowledge =
                  new UascClientAcknowledgeHandler(
                      settings, context, requestId::getAndIncrement, handshake);
              connection.pipeline().addLast(new DelegatingUascResponseHandler(this));
              connection.pipeline().addLast(acknowledge); // which says Hello
              settings.getChannelPipelineCustomizer().accept(connection.pipeline());
              if (!connection.isActive()) {
                handshake.completeExceptionally(
                    new UaException(StatusCodes.Bad_ConnectionClosed, "closed by the server"));
              }
            });
    return handshake.thenApply(
        secured -> {
          connectedBefore = true;
          return secured.getChannel();
        });
  }

  /** The steps of Milo's transport that are other ones here. */
  private final class Actions implements ChannelActions {

    @Override
    public CompletableFuture<Channel> connect(FsmContext<State, Event> ignored) {
      ClientApplicationContext context = application;
      if (context == null) {
        return CompletableFuture.failedFuture(new IllegalStateException("not connected yet"));
      }
      String server = context.getEndpoint().getEndpointUrl();
      CompletableFuture<Channel> next = servers.next(server);
      awaited = next;
      Duration wait =
          connectedBefore && longestWait.compareTo(WAIT_AFTER_LOSS) > 0
              ? WAIT_AFTER_LOSS
              : longestWait;
      Timeout late =
          settings
              .getWheelTimer()
              .newTimeout(
                  timeout -> next.completeExceptionally(new ServerNotArrivedException(server)),
                  wait.toMillis(),
                  TimeUnit.MILLISECONDS);
      return next.whenComplete((connection, fault) -> late.cancel())
          .thenCompose(connection -> begin(context, connection));
    }

    @Override
    public CompletableFuture<Void> disconnect(FsmContext<State, Event> ignored, Channel open) {
      CompletableFuture<Void> closed = new CompletableFuture<>();
      open.closeFuture().addListener(done -> closed.complete(null));
      open.eventLoop()
          .schedule(() -> open.close(), CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      open.pipeline()
          .fireUserEventTriggered(
              new CloseSecureChannelRequest(
                  new RequestHeader(
                      NodeId.NULL_VALUE, DateTime.now(), uint(0), uint(0), null, uint(0), null)));
      return closed;
    }
  }
}
