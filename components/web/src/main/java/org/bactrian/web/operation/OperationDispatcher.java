package org.bactrian.web.operation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Calls operations for every transport: sends an exchange to {@code direct:} and the operation's id
 * without keeping a thread until there is an answer. Safe for use by several threads.
 */
public final class OperationDispatcher {

  private final CamelContext context;
  private final Map<String, AsyncProducer> producers = new ConcurrentHashMap<>();

  OperationDispatcher(CamelContext context) {
    this.context = context;
  }

  /**
   * Calls an operation.
   *
   * @param operation id of the operation, one that {@link OperationsComponent} knows
   * @param callback called when the exchange holds the answer or a failure
   */
  public void call(String operation, Exchange exchange, AsyncCallback callback) {
    AsyncProducer producer;
    try {
      producer = producers.computeIfAbsent(operation, this::producer);
    } catch (RuntimeException e) {
      exchange.setException(e);
      callback.done(true);
      return;
    }
    producer.process(exchange, callback);
  }

  private AsyncProducer producer(String operation) {
    try {
      AsyncProducer producer = context.getEndpoint("direct:" + operation).createAsyncProducer();
      ServiceHelper.startService(producer);
      return producer;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("direct:" + operation + " cannot be called", e);
    }
  }
}
