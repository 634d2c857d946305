package org.bactrian.edge.module;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.ChunkedCall;
import org.bactrian.model.method.ChunkedMethodServer;
import org.bactrian.model.method.JsonPayload;
import org.bactrian.model.method.MethodFaults;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.web.contract.RequestValidation;
import org.bactrian.web.operation.OperationsComponent;
import org.bactrian.web.operation.RequestDeadline;
import org.bactrian.web.problem.Problem;

/**
 * Dispatcher of methods, from IoT Hub or MQTT, to the operations of the edge: a method {@code X},
 * {@code X_V1} or {@code X_V2}, in any case, is the operation {@code X} at {@code direct:X}.
 * Requests arrive whole or in chunks. The final body of the route is the answer, its exception the
 * status. No calling thread waits for an OPC UA server. Thread-safe.
 */
public final class ModuleMethodDispatcher extends AsyncProcessorSupport {

  /**
   * Registry name of an optional {@link BooleanSupplier} that returns true once all routes are
   * loaded.
   */
  public static final String ROUTES_LOADED = "routesLoaded";

  private static final Pattern VERSION = Pattern.compile("_V[12]$", Pattern.CASE_INSENSITIVE);
  private static final String FIRST_VERSION = "_v1";

  /** Methods that exist in the second version only. */
  private static final Set<String> SECOND_VERSION_ONLY =
      Set.of(
          "getapikey",
          "getservercertificate",
          "shutdown",
          "exitapplication",
          "createsigningrequest",
          "updatecertificate",
          "updatetrustlist");

  private static final int UNKNOWN_IN_PARTS = 500;
  private static final byte[] NOTHING = new byte[0];

  private final ChunkedMethodServer chunks;
  private final StreamedResults streams;

  /**
   * @param limits limits of calls in chunks and of streamed answers
   */
  public ModuleMethodDispatcher(ToIntFunction<AdmissionLimit> limits) {
    this.chunks = ChunkedMethodServer.of(limits.applyAsInt(AdmissionLimit.CHUNKED_METHODS));
    this.streams = new StreamedResults(limits.applyAsInt(AdmissionLimit.COLLECTED_STREAMS));
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    CompletableFuture<MethodResult> answer;
    try {
      Message message = exchange.getMessage();
      String name = message.getHeader(IotHubModuleConstants.METHOD_NAME, "", String.class);
      byte[] payload = message.getBody(byte[].class);
      answer = call(exchange.getContext(), name, payload == null ? NOTHING : payload);
    } catch (RuntimeException | Error e) {
      // Camel would lose it, and the caller wait forever.
      answer = CompletableFuture.failedFuture(e);
    }
    boolean done = answer.isDone();
    answer.whenComplete(
        (result, fault) -> {
          if (fault != null) {
            exchange.setException(fault);
          } else {
            exchange.getMessage().setHeader(IotHubModuleConstants.METHOD_STATUS, result.status());
            exchange.getMessage().setBody(result.body());
          }
          callback.done(done);
        });
    return done;
  }

  /**
   * Carries out a method without blocking the calling thread. A failure of the method is a result,
   * too.
   *
   * @param name name of the method, which may be {@link ChunkedCall#METHOD}
   * @param payload UTF-8 JSON, empty for nothing
   * @return the result; never fails
   */
  public CompletableFuture<MethodResult> call(CamelContext context, String name, byte[] payload) {
    try {
      if (!name.equalsIgnoreCase(ChunkedCall.METHOD)) {
        return invoke(context, MethodRequest.json(name, payload));
      }
      return chunks
          .answer(payload, request -> invokeInParts(context, request))
          .thenApply(MethodResult::ok)
          .exceptionally(fault -> MethodFaults.of(name, fault));
    } catch (RuntimeException | Error e) {
      return CompletableFuture.completedFuture(MethodFaults.of(name, e));
    }
  }

  /** Answers an unknown method as OPC Publisher does: status 500 with the request as body. */
  private CompletableFuture<MethodResult> invokeInParts(
      CamelContext context, MethodRequest request) {
    String name = VERSION.matcher(request.method()).replaceFirst("");
    if (isLoaded(context) && operation(context, request.method(), name).isEmpty()) {
      MethodFaults.note(name, UNKNOWN_IN_PARTS, unknown(name));
      return CompletableFuture.completedFuture(
          new MethodResult(UNKNOWN_IN_PARTS, request.payload()));
    }
    return invoke(context, request);
  }

  private CompletableFuture<MethodResult> invoke(CamelContext context, MethodRequest request) {
    String name = VERSION.matcher(request.method()).replaceFirst("");
    try {
      return send(context, request, name);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.completedFuture(MethodFaults.of(name, e));
    }
  }

  private CompletableFuture<MethodResult> send(
      CamelContext context, MethodRequest request, String name) {
    Optional<String> operation = operation(context, request.method(), name);
    if (operation.isEmpty()) {
      return CompletableFuture.completedFuture(
          MethodFaults.of(name, isLoaded(context) ? unknown(name) : early(name)));
    }
    Optional<RequestValidation> validation =
        operations(context)
            .validator(operation.get())
            .map(validator -> validator.checkPayload(bodyOf(request)));
    if (validation.orElse(null) instanceof RequestValidation.Invalid invalid
        && !isOfVersion28(invalid.body())) {
      return failed(
          name,
          new OperationException(
              FaultKind.BAD_REQUEST, Problem.badRequest(invalid.violations()).detail()));
    }
    Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
    fill(exchange, request, validation);
    CompletableFuture<Exchange> answered = new CompletableFuture<>();
    Duration time = RequestDeadline.configured(context, Duration.ZERO);
    if (!time.isZero()) {
      exchange.setProperty(RequestDeadline.PROPERTY, RequestDeadline.in(time));
      answered.orTimeout(time.toNanos(), TimeUnit.NANOSECONDS);
    }
    operations(context)
        .dispatcher()
        .call(operation.get(), exchange, synchronously -> answered.complete(exchange));
    return answered
        .thenCompose(done -> result(name, done))
        .exceptionally(late -> MethodFaults.of(name, late));
  }

  /** A call in parts without a payload sends a blank. */
  private static byte[] bodyOf(MethodRequest request) {
    return new String(request.payload(), StandardCharsets.UTF_8).isBlank()
        ? new byte[0]
        : request.payload();
  }

  /**
   * Returns true for a request that names a server by its endpoint, without a connection. The
   * contract is that of version 2.9 and cannot say what is wrong with it; its operation can.
   */
  private static boolean isOfVersion28(JsonNode body) {
    List<String> members =
        body.properties().stream().map(member -> member.getKey().toLowerCase(Locale.ROOT)).toList();
    return members.contains("endpoint") && !members.contains("connection");
  }

  private static CompletableFuture<MethodResult> failed(String name, Throwable fault) {
    return CompletableFuture.completedFuture(MethodFaults.of(name, fault));
  }

  private CompletableFuture<MethodResult> result(String name, Exchange done) {
    if (done.getException() != null) {
      return failed(name, done.getException());
    }
    if (done.getMessage().getBody() instanceof Iterator<?> elements) {
      return streams
          .write(done.getContext(), elements)
          .handle(
              (array, fault) ->
                  fault == null ? MethodResult.ok(array) : MethodFaults.of(name, fault));
    }
    return CompletableFuture.completedFuture(whole(name, done));
  }

  private static MethodResult whole(String name, Exchange done) {
    try {
      return MethodResult.ok(JsonPayload.of(done.getMessage().getBody(), RegistryJson.mapper()));
    } catch (IOException | RuntimeException | Error e) {
      return MethodFaults.ofAnswer(name, e);
    }
  }

  private static OperationException early(String name) {
    return new OperationException(
        FaultKind.EXTERNAL_DEPENDENCY,
        "The edge has just started and does not take " + name + " yet. Call again.");
  }

  private static OperationException unknown(String name) {
    return new OperationException(
        FaultKind.NOT_SUPPORTED,
        ("There is no method %s here. Add a route %s from direct:%s, or look at the version"
                + " of the edge.")
            .formatted(name, name, name));
  }

  /** Requests can arrive while the remaining route files are still being loaded. */
  private static boolean isLoaded(CamelContext context) {
    BooleanSupplier loaded =
        context.getRegistry().lookupByNameAndType(ROUTES_LOADED, BooleanSupplier.class);
    return loaded == null || loaded.getAsBoolean();
  }

  /** Gives the operation what was validated, in the spelling of the contract, as over HTTP. */
  private static void fill(
      Exchange exchange, MethodRequest request, Optional<RequestValidation> validation) {
    exchange.getMessage().setHeader(IotHubModuleConstants.METHOD_NAME, request.method());
    if (validation.orElse(null) instanceof RequestValidation.Valid valid
        && !valid.parameters().isEmpty()) {
      valid.parameters().forEach(exchange.getMessage()::setHeader);
      exchange.getMessage().setBody(valid.body().isMissingNode() ? null : valid.body());
      return;
    }
    String payload = new String(request.payload(), StandardCharsets.UTF_8);
    if (payload.isBlank()) {
      return;
    }
    exchange
        .getMessage()
        .setBody(
            validation.orElse(null) instanceof RequestValidation.Valid valid
                    && !valid.body().isMissingNode()
                ? valid.body()
                : payload);
  }

  private static Optional<String> operation(CamelContext context, String method, String name) {
    boolean never =
        method.toLowerCase(Locale.ROOT).endsWith(FIRST_VERSION)
            && SECOND_VERSION_ONLY.contains(name.toLowerCase(Locale.ROOT));
    if (never) {
      return Optional.empty();
    }
    return operations(context).find(name);
  }

  private static OperationsComponent operations(CamelContext context) {
    return OperationsComponent.of(context)
        .orElseThrow(() -> new IllegalStateException("The context has no operations"));
  }
}
