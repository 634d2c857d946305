package org.bactrian.edge.discovery;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.bactrian.edge.module.Site;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.opcua.discovery.HostNetworks;

/**
 * Camel component {@code opcua-discovery}: results and progress of discoveries. Discoveries go on
 * while a route is replaced, and their messages wait for it.
 */
@Component("opcua-discovery")
public class DiscoveryComponent extends DefaultComponent {

  @Metadata(
      label = "consumer",
      defaultValue = "log",
      description =
          "Name of what carries messages, as in the names of the telemetry sink kamelets.")
  private String transport = "log";

  private Discoverer discoverer;

  /** Parts of a discoverer of its own. */
  private final List<AutoCloseable> own = new ArrayList<>();

  /** Discoveries of its own, as the properties {@code bactrian.discovery.*} say. */
  public DiscoveryComponent() {}

  /**
   * Messages of a discoverer.
   *
   * @param discoverer who discovers; stays the caller's
   * @param transport name of what carries messages, as in the names of the sink kamelets
   */
  public DiscoveryComponent(Discoverer discoverer, String transport) {
    this.discoverer = discoverer;
    this.transport = transport;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (!"messages".equals(remaining)) {
      throw new IllegalArgumentException(
          "\"" + uri + "\" names no source. Write opcua-discovery:messages.");
    }
    DiscoveryEndpoint endpoint = new DiscoveryEndpoint(uri, this);
    endpoint.setName(remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  Discoverer discoverer() {
    return discoverer;
  }

  /** Name of what carries messages. */
  public String getTransport() {
    return transport;
  }

  /** Sets the name of what carries messages. */
  public void setTransport(String transport) {
    this.transport = transport;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (discoverer == null) {
      Outboxes outboxes = Outboxes.inMemory(Path.of(".bactrian"));
      discoverer =
          new Discoverer(
              new ModuleId(getCamelContext().getName(), ""),
              new Site(""),
              () -> HostNetworks.ofThisHost(System.getenv()),
              InstantSource.system(),
              outboxes,
              AdmissionLimit.DISCOVERIES.in(getCamelContext()));
      own.addAll(List.of(discoverer, outboxes));
      DiscoveryProperties properties =
          new DiscoveryProperties(getCamelContext().getPropertiesComponent()::resolveProperty);
      new DiscoveryTwin(discoverer, properties.mode(), properties.config()).start();
    }
  }

  @Override
  protected void doStop() throws Exception {
    for (AutoCloseable part : own) {
      part.close();
    }
    super.doStop();
  }
}
