package org.bactrian.edge.module;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.bactrian.model.method.MethodResult;

/** Leads methods, of IoT Hub or over MQTT, to the operations of the edge. */
public final class ModuleMethods implements Processor {

  private static final byte[] NOTHING = new byte[0];

  private final Operations operations;

  public ModuleMethods(Operations operations) {
    this.operations = operations;
  }

  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    String name = message.getHeader(IotHubModuleConstants.METHOD_NAME, "", String.class);
    byte[] payload = message.getBody(byte[].class);
    MethodResult result =
        operations.call(exchange.getContext(), name, payload == null ? NOTHING : payload);
    message.setHeader(IotHubModuleConstants.METHOD_STATUS, result.status());
    message.setBody(result.body());
  }
}
