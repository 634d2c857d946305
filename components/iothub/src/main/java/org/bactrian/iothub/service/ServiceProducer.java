package org.bactrian.iothub.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.bactrian.iothub.rest.HubAddress;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.iothub.rest.QueryPage;

/** Base class of the component's producers: options, JSON bodies and headers. */
abstract class ServiceProducer extends DefaultAsyncProducer {

  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

  private final IotHubEndpoint endpoint;
  private final HubService hub;

  ServiceProducer(IotHubEndpoint endpoint, HubService hub) {
    super(endpoint);
    this.endpoint = endpoint;
    this.hub = hub;
  }

  HubService hub() {
    return hub;
  }

  IotHubConfiguration options() {
    return endpoint.getConfiguration();
  }

  ServiceOperation operation() {
    return endpoint.getOperation();
  }

  String methodName(Message in) {
    return parameter(in, IotHubConstants.METHOD_NAME, endpoint.getName(), String.class);
  }

  /**
   * The value of a header where the endpoint takes its parameters from headers, else {@code
   * otherwise}: what a caller may have put into a message must not choose a device or an action.
   */
  <T> T parameter(Message in, String header, T otherwise, Class<T> type) {
    return options().isFromHeaders() ? in.getHeader(header, otherwise, type) : otherwise;
  }

  /**
   * Returns the address of the device or module.
   *
   * @throws IllegalArgumentException when no device is named
   */
  HubAddress address(Message in) {
    String deviceId =
        parameter(in, IotHubConstants.DEVICE_ID, options().getDeviceId(), String.class);
    if (deviceId.isEmpty()) {
      throw new IllegalArgumentException(
          "A device id is needed, and there is none. Give the option deviceId, or fromHeaders=true"
              + " and the header "
              + IotHubConstants.DEVICE_ID
              + ".");
    }
    return new HubAddress(
        deviceId, parameter(in, IotHubConstants.MODULE_ID, options().getModuleId(), String.class));
  }

  IdentityAction action(Message in) {
    return parameter(in, IotHubConstants.ACTION, options().getAction(), IdentityAction.class);
  }

  String etag(Message in) {
    return parameter(in, IotHubConstants.ETAG, HubService.ANY_ETAG, String.class);
  }

  /**
   * Returns the body as JSON: read where it is text or bytes, the missing node where it is empty.
   *
   * @throws IllegalArgumentException when the text is no JSON
   */
  JsonNode json(Message in) {
    Object body = in.getBody();
    if (body == null) {
      return MissingNode.getInstance();
    }
    boolean object =
        body instanceof JsonNode
            || body instanceof Iterable
            || body instanceof Map
            || body instanceof Record;
    if (object) {
      return JSON.valueToTree(body);
    }
    try {
      return JSON.readTree(in.getBody(byte[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The body is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("The body cannot be read", e);
    }
  }

  /** Returns the body as the bytes of JSON, which is not read; none where it is empty. */
  byte[] bytes(Message in) {
    Object body = in.getBody();
    if (body == null) {
      return new byte[0];
    }
    if (body instanceof byte[] || body instanceof String) {
      return in.getBody(byte[].class);
    }
    return json(in).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the body as a JSON object. */
  JsonNode object(Message in) {
    JsonNode body = json(in);
    if (!body.isObject()) {
      throw new IllegalArgumentException("The body has to be a JSON object.");
    }
    return body;
  }

  /** Sets a JSON result as text, and its etag where it has one. */
  static void answer(Exchange exchange, JsonNode result) {
    exchange.getMessage().setBody(result.toString());
    if (result.hasNonNull("etag")) {
      exchange.getMessage().setHeader(IotHubConstants.ETAG, result.get("etag").asText());
    }
  }

  /** Puts one page of results into the body and what leads to the next into a header. */
  void page(String query, Message in, Exchange exchange) throws HubServiceException {
    int size = parameter(in, IotHubConstants.PAGE_SIZE, options().getPageSize(), Integer.class);
    String from = parameter(in, IotHubConstants.CONTINUATION, "", String.class);
    QueryPage page = hub.query(query, size, from);
    Message out = exchange.getMessage();
    out.setBody(page.results().toString());
    if (page.continuation().isEmpty()) {
      out.removeHeader(IotHubConstants.CONTINUATION);
    } else {
      out.setHeader(IotHubConstants.CONTINUATION, page.continuation());
    }
  }

  IllegalArgumentException impossible(IdentityAction action) {
    return new IllegalArgumentException(
        "iothub:" + operation() + " cannot " + action + ". See the option action for what it can.");
  }
}
