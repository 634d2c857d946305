package org.bactrian.cloud.twin;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.TimeUtils;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.registry.Supervisors;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.thread.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Binds the beans of OPC Twin: {@code twinRequests} and {@code twinCalls}. The property {@code
 * bactrian.twin.remember} says how long an endpoint is remembered.
 */
public final class CloudTwinBeans implements CamelConfiguration {

  private final EndpointTwins twins;
  private final ExecutorService looks;
  private volatile @Nullable ServedEndpoints endpoints;

  /**
   * @param hub service side of the hub that holds the registry
   */
  public CloudTwinBeans(HubService hub) {
    this.twins = new EndpointTwins(new HubRegistry(hub));
    this.looks = Executors.newCachedThreadPool(DaemonThreads.named("twin-look"));
  }

  /** Needs the beans of the registry. */
  @Override
  public void configure(CamelContext context) {
    Supervisors supervisors =
        CamelContextHelper.mandatoryLookup(context, "supervisors", Supervisors.class);
    endpoints =
        new ServedEndpoints(
            id ->
                twins
                    .find(id)
                    .map(ServedEndpoint::of)
                    .orElseThrow(
                        () ->
                            new OperationException(
                                FaultKind.NOT_FOUND, "There is no endpoint " + id + ".")),
            looks,
            time(context, "bactrian.twin.remember", "5s"));
    context.getRegistry().bind("twinRequests", new TwinRequestMapper());
    context
        .getRegistry()
        .bind("twinCalls", new TwinCallDispatcher(endpoints, supervisors::connectedIn, looks));
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStopped(CamelContext stopped) {
            looks.shutdown();
          }
        });
  }

  /** Takes note of a change of the registry that was made here. */
  public void changed(RegistryEvent event) {
    ServedEndpoints known = endpoints;
    if (known != null) {
      known.changed(event);
    }
  }

  private static Duration time(CamelContext context, String property, String otherwise) {
    String text = context.resolvePropertyPlaceholders("{{" + property + ":" + otherwise + "}}");
    return TimeUtils.toDuration(text);
  }
}
