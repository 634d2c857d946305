package org.bactrian.cloud.telemetry.sink;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Clients of a sink by what they connect to. They are made at their first use and closed with the
 * context. Thread-safe.
 *
 * @param <T> type of a client
 */
final class SinkClients<T> {

  private final Map<String, T> clients = new ConcurrentHashMap<>();
  private final Consumer<T> close;

  SinkClients(Consumer<T> close) {
    this.close = close;
  }

  T get(CamelContext context, String key, Supplier<T> maker) {
    return clients.computeIfAbsent(
        key,
        absent -> {
          T client = maker.get();
          closeWith(context, absent, client);
          return client;
        });
  }

  private void closeWith(CamelContext context, String key, T client) {
    try {
      context.addService(
          new ServiceSupport() {
            @Override
            protected void doStop() {
              clients.remove(key);
              close.accept(client);
            }
          });
    } catch (Exception e) {
      close.accept(client);
      throw new IllegalStateException("The client of a sink cannot be kept", e);
    }
  }
}
