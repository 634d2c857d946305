package org.bactrian.edge.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.ByteBudget;
import org.bactrian.model.method.ConcurrentMethodLimit;
import org.bactrian.model.method.MethodFaults;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.method.RequestWeight;
import org.bactrian.model.setting.AdmissionLimit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumer that passes calls to its route, several at a time, and sends the result to the caller.
 * Method name and status are in the same headers as for direct methods.
 */
public class MqttMethodsConsumer extends DefaultConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(MqttMethodsConsumer.class);

  /** Threads that start calls and send answers; calls that wait for a server need none. */
  private static final int THREADS = 16;

  private static final long SENT_MILLIS = 30_000;

  /** Time that calls in progress have to be answered when the consumer stops. */
  private static final Duration PARTING = Duration.ofSeconds(5);

  private static final int TOO_LARGE = 413;

  private final MqttMethodsSettings settings;
  private final ConcurrentMethodLimit limit;
  private ExecutorService threads;
  private ExecutorService answers;
  private ScheduledExecutorService timer;
  private MqttRequestConnection connection;
  private volatile boolean stopping;

  /** Created by the endpoint. */
  public MqttMethodsConsumer(
      MqttMethodsEndpoint endpoint, Processor processor, MqttMethodsSettings settings) {
    super(endpoint, processor);
    this.settings = settings;
    this.limit = new ConcurrentMethodLimit(AdmissionLimit.METHODS.in(endpoint.getCamelContext()));
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    stopping = false;
    CamelContext context = getEndpoint().getCamelContext();
    ExecutorServiceManager executors = context.getExecutorServiceManager();
    threads =
        executors.newThreadPool(
            this, "mqtt-methods", profile(AdmissionLimit.WAITING_METHODS.in(context)));
    // As many answers wait for the broker as there are calls under way.
    answers =
        executors.newThreadPool(this, "mqtt-answers", profile(AdmissionLimit.METHODS.in(context)));
    timer = executors.newSingleThreadScheduledExecutor(this, "mqtt-connection");
    connection =
        new MqttRequestConnection(
            settings, AdmissionLimit.MQTT_REQUEST_BYTES.in(context), timer, this::arrived);
    connection.connect();
  }

  @Override
  protected void doStop() throws Exception {
    ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
    stopping = true;
    try {
      awaitAnswers();
    } finally {
      connection.close();
      executors.shutdownNow(timer);
      executors.shutdownGraceful(threads);
      executors.shutdownGraceful(answers);
      super.doStop();
    }
  }

  /** Answers calls that were started while there is still a connection. */
  private void awaitAnswers() throws InterruptedException {
    int unanswered = limit.awaitAnswers(PARTING);
    if (unanswered > 0) {
      LOG.warn("{} methods were not answered before the stop", unanswered);
    }
  }

  private static ThreadPoolProfile profile(int waiting) {
    return new ThreadPoolProfileBuilder("mqtt-methods")
        .poolSize(THREADS)
        .maxPoolSize(THREADS)
        .maxQueueSize(waiting)
        .allowCoreThreadTimeOut(true)
        .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
        .build();
  }

  private void arrived(String topic, MqttMessage message) {
    // A retained request would be carried out again at each connect.
    Optional<MqttMethodCall> call =
        message.isRetained()
            ? Optional.empty()
            : MqttMethodCall.of(settings.topic(), topic, message);
    if (call.isEmpty()) {
      LOG.debug("A message at {} is no request", topic);
      return;
    }
    if (stopping) {
      refuseAtStop(call.get());
      return;
    }
    ByteBudget.Share share = settings.budget().new Share();
    if (!limit.tryEnter()) {
      refuse(call.get());
    } else if (!share.take(RequestWeight.ofJson(call.get().payload()))) {
      limit.leave();
      refuse(call.get());
    } else {
      begin(call.get(), share);
    }
  }

  private void begin(MqttMethodCall call, ByteBudget.Share share) {
    try {
      threads.execute(() -> carryOut(call, share));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      share.end();
      limit.leave();
      refuse(call);
    }
  }

  private void refuse(MqttMethodCall call) {
    OperationException busy =
        new OperationException(
            FaultKind.BUSY, "The edge is carrying out too many methods already. Call again later.");
    send(call, MethodFaults.of(call.method(), busy));
  }

  private void refuseAtStop(MqttMethodCall call) {
    OperationException stopping =
        new OperationException(
            FaultKind.EXTERNAL_DEPENDENCY, "The edge is stopping. Call again later.");
    send(call, MethodFaults.of(call.method(), stopping));
  }

  /** Whatever fails, the call is answered once and its permit released. */
  private void carryOut(MqttMethodCall call, ByteBudget.Share share) {
    AtomicBoolean ended = new AtomicBoolean();
    Exchange exchange = createExchange(false);
    try {
      exchange.setPattern(ExchangePattern.InOut);
      exchange.getIn().setHeader(IotHubModuleConstants.METHOD_NAME, call.method());
      exchange.getIn().setBody(new String(call.payload(), StandardCharsets.UTF_8));
      getAsyncProcessor().process(exchange, doneSync -> end(call, exchange, ended, share));
    } catch (RuntimeException | Error e) {
      exchange.setException(e);
      end(call, exchange, ended, share);
    }
  }

  private void end(
      MqttMethodCall call, Exchange exchange, AtomicBoolean ended, ByteBudget.Share share) {
    if (ended.getAndSet(true)) {
      return;
    }
    share.end();
    MethodResult result = result(call, exchange);
    try {
      releaseExchange(exchange, false);
    } finally {
      answer(call, result);
    }
  }

  private static MethodResult result(MqttMethodCall call, Exchange exchange) {
    if (exchange.getException() != null) {
      return MethodFaults.of(call.method(), exchange.getException());
    }
    try {
      return result(exchange.getMessage());
    } catch (InvalidPayloadException | RuntimeException | Error e) {
      return MethodFaults.ofAnswer(call.method(), e);
    }
  }

  private static MethodResult result(Message message) throws InvalidPayloadException {
    int status =
        message.getHeader(IotHubModuleConstants.METHOD_STATUS, MethodResult.OK, Integer.class);
    byte[] body = message.getBody() == null ? new byte[0] : message.getMandatoryBody(byte[].class);
    return new MethodResult(status, body);
  }

  /** Sends on another thread, as the one that brings the result must not wait for the broker. */
  private void answer(MqttMethodCall call, MethodResult result) {
    try {
      answers.execute(
          () -> {
            try {
              sendAndWait(call, result);
            } finally {
              limit.leave();
            }
          });
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      limit.leave();
      LOG.warn("The answer of {} is not sent: {}", call.method(), e.toString());
    }
  }

  private void sendAndWait(MqttMethodCall call, MethodResult result) {
    Optional<IMqttToken> sent = send(call, fitting(call, result));
    try {
      if (sent.isPresent()) {
        sent.get().waitForCompletion(SENT_MILLIS);
      }
    } catch (MqttException e) {
      LOG.warn("The answer of {} was not taken by the broker: {}", call.method(), e.toString());
    }
  }

  /** Replaces an answer that is larger than the broker accepts, as the broker would disconnect. */
  private MethodResult fitting(MqttMethodCall call, MethodResult result) {
    if (result.body().length <= connection.maxBodyBytes()) {
      return result;
    }
    LOG.warn(
        "The answer of {} has {} bytes, more than the broker takes",
        call.method(),
        result.body().length);
    return new MethodResult(TOO_LARGE, new byte[0]);
  }

  private Optional<IMqttToken> send(MqttMethodCall call, MethodResult result) {
    try {
      return Optional.of(connection.send(call.answered(result)));
    } catch (MqttException | IllegalArgumentException e) {
      LOG.warn("The answer of {} could not be sent: {}", call.method(), e.toString());
      return Optional.empty();
    }
  }
}
