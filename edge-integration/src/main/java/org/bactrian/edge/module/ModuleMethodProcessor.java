package org.bactrian.edge.module;

import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.AsyncProcessorSupport;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.bactrian.model.method.MethodResult;

/**
 * Camel processor that calls the edge's operation for a direct method of IoT Hub or a method over
 * MQTT. No calling thread waits for an OPC UA server, so a server that does not answer delays no
 * other.
 */
public final class ModuleMethodProcessor extends AsyncProcessorSupport {

  private static final byte[] NOTHING = new byte[0];

  private final ModuleMethodDispatcher methods;

  public ModuleMethodProcessor(ModuleMethodDispatcher methods) {
    this.methods = methods;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    CompletableFuture<MethodResult> answer = begin(exchange);
    boolean done = answer.isDone();
    answer.whenComplete(
        (result, fault) -> {
          put(result, fault, exchange);
          callback.done(done);
        });
    return done;
  }

  /**
   * Never throws: an exception of an asynchronous processor is lost and its caller would wait
   * forever.
   */
  private CompletableFuture<MethodResult> begin(Exchange exchange) {
    try {
      Message message = exchange.getMessage();
      String name = message.getHeader(IotHubModuleConstants.METHOD_NAME, "", String.class);
      byte[] payload = message.getBody(byte[].class);
      return methods.call(exchange.getContext(), name, payload == null ? NOTHING : payload);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void put(MethodResult result, Throwable fault, Exchange exchange) {
    if (fault != null) {
      exchange.setException(fault);
      return;
    }
    Message message = exchange.getMessage();
    message.setHeader(IotHubModuleConstants.METHOD_STATUS, result.status());
    message.setBody(result.body());
  }
}
