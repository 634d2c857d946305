package org.bactrian.iothub.module;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.bactrian.iothub.link.AcknowledgementListener;
import org.bactrian.iothub.link.DeviceToCloudMessage;
import org.bactrian.iothub.link.LinkClosedException;
import org.bactrian.iothub.link.MessageRejectedException;

/**
 * Producer that sends each exchange as one device-to-cloud message; the exchange is done when IoT
 * Hub has it. The calling thread waits while too much is in flight.
 */
final class TelemetryProducer extends DefaultAsyncProducer {

  private final IotHubModuleEndpoint endpoint;
  private LinkLease lease;

  TelemetryProducer(IotHubModuleEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    lease = endpoint.acquireLink();
  }

  @Override
  protected void doStop() throws Exception {
    if (lease != null) {
      lease.close();
    }
    super.doStop();
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      lease.link().send(message(exchange), new Done(exchange, callback));
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.setException(e);
    } catch (InvalidPayloadException | MessageRejectedException | LinkClosedException e) {
      exchange.setException(e);
    }
    callback.done(true);
    return true;
  }

  private record Done(Exchange exchange, AsyncCallback callback)
      implements AcknowledgementListener {

    @Override
    public void acknowledged() {
      callback.done(false);
    }

    @Override
    public void failed(Exception cause) {
      exchange.setException(cause);
      callback.done(false);
    }
  }

  private DeviceToCloudMessage message(Exchange exchange) throws InvalidPayloadException {
    Message in = exchange.getIn();
    IotHubModuleConfiguration options = endpoint.getConfiguration();
    return new DeviceToCloudMessage(
        in.getMandatoryBody(byte[].class),
        text(in, IotHubModuleConstants.MESSAGE_ID, exchange.getExchangeId()),
        text(in, IotHubModuleConstants.CONTENT_TYPE, options.getContentType()),
        text(in, IotHubModuleConstants.CONTENT_ENCODING, options.getContentEncoding()),
        text(in, IotHubModuleConstants.OUTPUT_NAME, options.getOutputName()),
        text(in, IotHubModuleConstants.COMPONENT_NAME, ""),
        properties(in));
  }

  private String text(Message message, String header, String otherwise) {
    return endpoint.getConfiguration().isFromHeaders()
        ? message.getHeader(header, otherwise, String.class)
        : otherwise;
  }

  private Map<String, String> properties(Message message) {
    Map<String, String> properties = new HashMap<>();
    if (!endpoint.getConfiguration().isFromHeaders()) {
      return properties;
    }
    Map<?, ?> header = message.getHeader(IotHubModuleConstants.PROPERTIES, Map.of(), Map.class);
    header.forEach(
        (name, value) -> {
          if (value != null) {
            properties.put(name.toString(), value.toString());
          }
        });
    return properties;
  }
}
