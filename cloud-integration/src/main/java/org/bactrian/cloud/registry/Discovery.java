package org.bactrian.cloud.registry;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.bactrian.cloud.registry.contract.DiscovererQuery;
import org.bactrian.cloud.registry.contract.DiscoveryRequest;
import org.bactrian.cloud.registry.contract.RegisteredDiscoverer;
import org.bactrian.model.discovery.DiscoveryCancel;
import org.bactrian.model.discovery.DiscoveryStart;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryOperation;
import org.bactrian.model.registry.ServerRegistrationRequest;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.web.operation.RequestDeadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code discovery}: has discoverers look for servers once. Each one that is connected is
 * asked, since only a discoverer knows which servers it can reach. What they find arrives with
 * onboarding.
 */
public final class Discovery implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

  private final Discoverers discoverers;
  private final ModuleMethodClient methods;
  private final InstantSource clock;
  // Modules are asked at the same time, so one that does not answer does not delay the others.
  private final ExecutorService callers =
      Executors.newCachedThreadPool(DaemonThreads.named("discovery-call"));

  public Discovery(Discoverers discoverers, ModuleMethodClient methods, InstantSource clock) {
    this.discoverers = discoverers;
    this.methods = methods;
    this.clock = clock;
  }

  /** RegisterServer: has a server found by its URL. */
  public void registerServer(
      @Body ServerRegistrationRequest request,
      @Header(RegistryHeaders.AUTHORITY) String authority,
      @ExchangeProperty(RequestDeadline.PROPERTY) RequestDeadline deadline) {
    if (request.discoveryUrl() == null || request.discoveryUrl().isBlank()) {
      throw new OperationException(FaultKind.BAD_REQUEST, "discoveryUrl is missing.");
    }
    DiscoveryConfig config =
        DiscoveryConfig.ofUrls(List.of(request.discoveryUrl()), request.activationFilter());
    discoverServer(new DiscoveryRequest(request.id(), null, config), authority, deadline);
  }

  /**
   * DiscoverServer: has servers looked for. Ranges without a mode are looked at in the mode Fast,
   * and URLs alone are asked.
   *
   * @throws OperationException of kind BAD_REQUEST when the request names nothing to look at
   */
  public void discoverServer(
      @Body DiscoveryRequest request,
      @Header(RegistryHeaders.AUTHORITY) String authority,
      @ExchangeProperty(RequestDeadline.PROPERTY) RequestDeadline deadline) {
    DiscoveryConfig config =
        request.configuration() == null ? DiscoveryConfig.NONE : request.configuration();
    DiscoveryMode mode =
        request.discovery() == null && hasRanges(config) ? DiscoveryMode.Fast : request.discovery();
    boolean scans = mode != null && mode != DiscoveryMode.Off;
    if (!scans && (config.discoveryUrls() == null || config.discoveryUrls().isEmpty())) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "The request names nothing to look at. Set discovery to Fast, Local, Network or Scan, or"
              + " configuration.discoveryUrls to the servers to ask.");
    }
    boolean named = request.id() != null && !request.id().isBlank();
    ask(
        "Discover_V2",
        new DiscoveryStart(
            named ? request.id() : UUID.randomUUID().toString(),
            mode,
            request.configuration(),
            new RegistryOperation(authority, clock.instant())),
        deadline);
  }

  private static boolean hasRanges(DiscoveryConfig config) {
    return isFilled(config.addressRangesToScan()) || isFilled(config.portRangesToScan());
  }

  private static boolean isFilled(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  /** Cancel: gives up a discovery, where it has not ended. */
  public void cancel(
      @Header("requestId") String requestId,
      @Header(RegistryHeaders.AUTHORITY) String authority,
      @ExchangeProperty(RequestDeadline.PROPERTY) RequestDeadline deadline) {
    ask(
        "Cancel_V2",
        new DiscoveryCancel(requestId, new RegistryOperation(authority, clock.instant())),
        deadline);
  }

  private void ask(String method, Object payload, RequestDeadline deadline) {
    List<RegisteredDiscoverer> connected = discoverers.all(new DiscovererQuery(null, null, true));
    List<CompletableFuture<Optional<OperationException>>> calls =
        connected.stream()
            .map(
                one ->
                    CompletableFuture.supplyAsync(
                        () -> call(one, method, payload, deadline), callers))
            .toList();
    List<Optional<OperationException>> faults = calls.stream().map(Discovery::joined).toList();
    if (faults.isEmpty()) {
      throw new OperationException(
          FaultKind.MODULE_OFFLINE, "No discoverer is connected. Start an edge and try again.");
    }
    // One that took the request is enough; the others said why not in the log.
    if (faults.stream().allMatch(Optional::isPresent)) {
      throw faults.get(0).orElseThrow();
    }
  }

  private Optional<OperationException> call(
      RegisteredDiscoverer discoverer, String method, Object payload, RequestDeadline deadline) {
    try {
      ModuleId module = ModuleId.parse(discoverer.id()).orElseThrow();
      methods.call(module, method, payload, deadline);
      return Optional.empty();
    } catch (OperationException e) {
      LOG.warn("{} at {} failed: {}", method, discoverer.id(), e.getMessage());
      return Optional.of(e);
    }
  }

  private static Optional<OperationException> joined(
      CompletableFuture<Optional<OperationException>> call) {
    try {
      return call.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Asks no more; calls under way end by themselves. */
  @Override
  public void close() {
    callers.shutdown();
  }
}
