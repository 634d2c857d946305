package org.bactrian.edge.discovery;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Camel component {@code opcua-discovery}: results and progress of discoveries. Discoveries go on
 * while a route is replaced, and their messages wait for it.
 */
@Component("opcua-discovery")
public class DiscoveryComponent extends DefaultComponent {

  private final Discoverer discoverer;
  private final String transport;

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

  String transport() {
    return transport;
  }
}
