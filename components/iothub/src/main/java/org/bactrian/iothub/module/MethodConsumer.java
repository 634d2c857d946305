package org.bactrian.iothub.module;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.bactrian.iothub.link.HandlerRegistration;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;

/** Consumer of direct methods: the payload goes into the route, its result is the answer. */
final class MethodConsumer extends DefaultConsumer {

  private final IotHubModuleEndpoint endpoint;
  private final MethodReplyConverter answers = new MethodReplyConverter();
  private HandlerRegistration registration = () -> {};
  private LinkLease lease;

  MethodConsumer(IotHubModuleEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    lease = endpoint.acquireLink();
    registration = lease.link().onMethod(endpoint.getName(), this::invoke);
  }

  @Override
  protected void doStop() throws Exception {
    registration.close();
    if (lease != null) {
      lease.close();
    }
    super.doStop();
  }

  private void invoke(MethodRequest call, java.util.function.Consumer<MethodResult> reply) {
    Exchange exchange = createExchange(false);
    AtomicBoolean ended = new AtomicBoolean();
    try {
      exchange.setPattern(ExchangePattern.InOut);
      exchange.getIn().setBody(new String(call.payload(), StandardCharsets.UTF_8));
      exchange.getIn().setHeader(IotHubModuleConstants.METHOD_NAME, call.method());
      getAsyncProcessor().process(exchange, doneSync -> end(call.method(), exchange, reply, ended));
    } catch (RuntimeException | Error e) {
      exchange.setException(e);
      end(call.method(), exchange, reply, ended);
    }
  }

  /** The answer is taken once, however the route came to its end. */
  private void end(
      String method,
      Exchange exchange,
      java.util.function.Consumer<MethodResult> reply,
      AtomicBoolean ended) {
    if (ended.getAndSet(true)) {
      return;
    }
    try {
      reply.accept(answers.answer(method, exchange));
    } finally {
      releaseExchange(exchange, false);
    }
  }
}
