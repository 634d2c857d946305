package org.bactrian.opcua.subscription;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;

/** A client of a real server, some of whose answers come otherwise than the server gave them. */
final class AlteredClient extends OpcUaClient {

  private final Map<Class<?>, Alteration> always = new ConcurrentHashMap<>();
  private final Map<Class<?>, Alteration> once = new ConcurrentHashMap<>();

  /** Makes another answer of one that the server gave. */
  private interface Alteration
      extends Function<UaResponseMessageType, CompletableFuture<UaResponseMessageType>> {}

  AlteredClient(OpcUaClientConfig config) {
    super(config, new OpcTcpClientTransport(OpcTcpClientTransportConfig.newBuilder().build()));
  }

  /** Alters each answer of the type. */
  <A extends UaResponseMessageType> void alter(Class<A> type, Function<A, A> change) {
    always.put(type, answer -> CompletableFuture.completedFuture(change.apply(type.cast(answer))));
  }

  /** Alters the next answer of the type. */
  <A extends UaResponseMessageType> void alterOnce(Class<A> type, Function<A, A> change) {
    once.put(type, answer -> CompletableFuture.completedFuture(change.apply(type.cast(answer))));
  }

  /** Has the next answer of the type lost, after the server has done what it was asked. */
  void loseOnce(Class<? extends UaResponseMessageType> type, long status) {
    once.put(type, answer -> CompletableFuture.failedFuture(new UaException(status)));
  }

  /** Has each answer of the type lost. */
  void lose(Class<? extends UaResponseMessageType> type, long status) {
    always.put(type, answer -> CompletableFuture.failedFuture(new UaException(status)));
  }

  @Override
  public CompletableFuture<UaResponseMessageType> sendRequestAsync(UaRequestMessageType request) {
    return super.sendRequestAsync(request)
        .thenCompose(
            answer -> {
              Alteration alteration = once.remove(answer.getClass());
              if (alteration == null) {
                alteration = always.get(answer.getClass());
              }
              return alteration == null
                  ? CompletableFuture.completedFuture(answer)
                  : alteration.apply(answer);
            });
  }
}
