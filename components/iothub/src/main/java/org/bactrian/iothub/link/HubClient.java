package org.bactrian.iothub.link;

import com.microsoft.azure.sdk.iot.device.InternalClient;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.MessageType;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.IotHubConnectionStatus;
import com.microsoft.azure.sdk.iot.device.transport.IotHubTransportMessage;
import com.microsoft.azure.sdk.iot.device.twin.DeviceOperations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;

/**
 * One connection of the device SDK, used once: open, then lost or closed.
 *
 * <p>Methods and twins pass as the JSON bytes that were on the wire. The SDK's typed layer for them
 * would rewrite numbers and drop nulls, and would carry out one method at a time.
 */
public final class HubClient implements MessageSender, TwinClient {

  /** Listener to what arrives, called on the SDK's threads: hand over and return. */
  interface Listener {
    void methodCalled(HubClient client, String requestId, MethodRequest request);

    void desiredChanged(HubClient client, byte[] patch);

    void lost(HubClient client, Throwable cause);
  }

  private final InternalClient sdk;
  private final Listener listener;
  private final AtomicBoolean open = new AtomicBoolean();
  private final AtomicBoolean methods = new AtomicBoolean();
  private final AtomicBoolean desired = new AtomicBoolean();

  /** Twin requests that IoT Hub has not answered, by their ids. */
  private final Map<String, CompletableFuture<TwinResponse>> requests = new ConcurrentHashMap<>();

  private HubClient(InternalClient sdk, Listener listener) {
    this.sdk = sdk;
    this.listener = listener;
  }

  /** Connects, which takes up to a minute. */
  static HubClient open(LinkSettings settings, Listener listener)
      throws IOException, IotHubClientException {
    HubClient client = new HubClient(SdkClients.create(settings), listener);
    client.sdk.setConnectionStatusChangeCallback(
        status -> {
          if (status.getNewStatus() != IotHubConnectionStatus.CONNECTED
              && client.open.getAndSet(false)) {
            listener.lost(client, status.getCause());
          }
        },
        null);
    // IoT Hub remembers the subscription of the connection before, so that calls come at once.
    client.takeMethods();
    client.takeTwinMessages();
    client.open.set(true);
    try {
      client.sdk.open(false);
    } catch (IotHubClientException | RuntimeException e) {
      client.open.set(false);
      client.sdk.close();
      throw e;
    }
    return client;
  }

  boolean isOpen() {
    return open.get();
  }

  @Override
  public void send(DeviceToCloudMessage telemetry, Runnable begun, Consumer<SendOutcome> outcome) {
    Message message = new UncopiedMessage(telemetry.body(), begun);
    message.setMessageId(telemetry.messageId());
    if (!telemetry.contentType().isEmpty()) {
      message.setContentType(telemetry.contentType());
    }
    if (!telemetry.contentEncoding().isEmpty()) {
      message.setContentEncoding(telemetry.contentEncoding());
    }
    if (!telemetry.outputName().isEmpty()) {
      message.setOutputName(telemetry.outputName());
    }
    if (!telemetry.componentName().isEmpty()) {
      message.setComponentName(telemetry.componentName());
    }
    for (Map.Entry<String, String> property : telemetry.properties().entrySet()) {
      message.setProperty(property.getKey(), property.getValue());
    }
    sdk.sendEventAsync(
        message, (sent, failure, context) -> outcome.accept(outcomeOf(failure)), null);
  }

  private static SendOutcome outcomeOf(IotHubClientException failure) {
    if (failure == null) {
      return new SendOutcome.Accepted();
    }
    IotHubStatusCode status = failure.getStatusCode();
    return status == IotHubStatusCode.BAD_FORMAT
            || status == IotHubStatusCode.REQUEST_ENTITY_TOO_LARGE
        ? new SendOutcome.Rejected("The device SDK refused the message: " + status + ".")
        : new SendOutcome.Lost(String.valueOf(status));
  }

  private void takeMethods() {
    sdk.getConfig()
        .setDirectMethodsMessageCallback(
            (message, context) -> {
              IotHubTransportMessage call = (IotHubTransportMessage) message;
              listener.methodCalled(
                  this,
                  call.getRequestId(),
                  MethodRequest.json(call.getMethodName(), call.getBytes()));
              // The SDK would start a thread to forget a callback, which a method has not.
              call.setCorrelationId("");
              return IotHubMessageResult.COMPLETE;
            },
            null);
  }

  /** Asks IoT Hub for direct methods, once; they arrive at the listener. */
  void subscribeToMethods() {
    if (methods.getAndSet(true)) {
      return;
    }
    subscribe(
        MessageType.DEVICE_METHODS, DeviceOperations.DEVICE_OPERATION_METHOD_SUBSCRIBE_REQUEST);
  }

  /**
   * Answers a direct method; the answer is lost with the connection, as the caller's wait is.
   *
   * @param requestId what IoT Hub tells the call from others by
   */
  void reply(String requestId, MethodResult reply) {
    IotHubTransportMessage message =
        new IotHubTransportMessage(reply.body(), MessageType.DEVICE_METHODS);
    message.setRequestId(requestId);
    message.setStatus(Integer.toString(reply.status()));
    message.setDeviceOperationType(DeviceOperations.DEVICE_OPERATION_METHOD_SEND_RESPONSE);
    sdk.sendEventAsync(message, (sent, failure, context) -> {}, null);
  }

  /**
   * Takes changes of desired properties, and the answers to twin requests.
   *
   * <p>The SDK's own way to match an answer to its request, a CorrelatingMessageCallback, loses
   * answers: the thread that takes them off the wire hands each to a second thread before it looks
   * for the callback, which the second thread may have removed by then.
   */
  private void takeTwinMessages() {
    sdk.getConfig()
        .setDeviceTwinMessageCallback(
            (message, context) -> {
              IotHubTransportMessage twin = (IotHubTransportMessage) message;
              if (twin.getDeviceOperationType()
                  == DeviceOperations.DEVICE_OPERATION_TWIN_SUBSCRIBE_DESIRED_PROPERTIES_RESPONSE) {
                listener.desiredChanged(this, twin.getBytes());
              } else {
                answered(twin);
              }
              // The SDK would start a thread to forget a callback, which a request has not.
              twin.setCorrelationId("");
              return IotHubMessageResult.COMPLETE;
            },
            null);
  }

  /** Completes a twin request; an answer that nobody waits for any more is dropped. */
  private void answered(IotHubTransportMessage response) {
    Optional.ofNullable(response.getRequestId())
        .map(requests::get)
        .ifPresent(answer -> complete(answer, response));
  }

  private static void complete(
      CompletableFuture<TwinResponse> answer, IotHubTransportMessage response) {
    int status = response.getStatus() == null ? 500 : Integer.parseInt(response.getStatus());
    if (status >= 200 && status < 300) {
      Integer version = response.getVersion();
      answer.complete(new TwinResponse(response.getBytes(), version == null ? 0 : version));
    } else {
      answer.completeExceptionally(
          new HubRequestException(
              status,
              "IoT Hub answered a twin request with %s. %s"
                  .formatted(status, new String(response.getBytes(), StandardCharsets.UTF_8))));
    }
  }

  /** Asks IoT Hub for changes of the desired properties, once; they arrive at the listener. */
  void subscribeToDesiredProperties() {
    if (desired.getAndSet(true)) {
      return;
    }
    subscribe(
        MessageType.DEVICE_TWIN,
        DeviceOperations.DEVICE_OPERATION_TWIN_SUBSCRIBE_DESIRED_PROPERTIES_REQUEST);
  }

  private void subscribe(MessageType type, DeviceOperations operation) {
    IotHubTransportMessage request = new IotHubTransportMessage(new byte[0], type);
    request.setDeviceOperationType(operation);
    sdk.sendEventAsync(
        request,
        (sent, failure, context) -> {
          // Without its subscriptions a connection is of no use, so it is made anew.
          if (failure != null && open.getAndSet(false)) {
            listener.lost(this, failure);
          }
        },
        null);
  }

  @Override
  public CompletableFuture<TwinResponse> getTwin() {
    return request(DeviceOperations.DEVICE_OPERATION_TWIN_GET_REQUEST, new byte[0]);
  }

  @Override
  public CompletableFuture<TwinResponse> report(byte[] patch) {
    return request(
        DeviceOperations.DEVICE_OPERATION_TWIN_UPDATE_REPORTED_PROPERTIES_REQUEST, patch);
  }

  private CompletableFuture<TwinResponse> request(DeviceOperations operation, byte[] payload) {
    String id = UUID.randomUUID().toString();
    CompletableFuture<TwinResponse> answer = new CompletableFuture<>();
    requests.put(id, answer);
    answer.whenComplete((value, failure) -> requests.remove(id));
    IotHubTransportMessage request = new IotHubTransportMessage(payload, MessageType.DEVICE_TWIN);
    request.setDeviceOperationType(operation);
    request.setRequestId(id);
    try {
      sdk.sendEventAsync(
          request,
          (sent, failure, context) -> {
            if (failure != null) {
              answer.completeExceptionally(connectionLost());
            }
          },
          null);
    } catch (IllegalStateException e) {
      answer.completeExceptionally(connectionLost());
    }
    return answer;
  }

  /** Closes the connection, which takes up to a minute when the network is gone. */
  void close() {
    open.set(false);
    sdk.close();
    requests.values().forEach(request -> request.completeExceptionally(connectionLost()));
  }

  private static HubRequestException connectionLost() {
    return new HubRequestException(503, "The connection was lost before IoT Hub answered.");
  }
}
