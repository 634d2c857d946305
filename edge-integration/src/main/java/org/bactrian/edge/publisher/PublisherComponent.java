package org.bactrian.edge.publisher;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.bactrian.edge.publisher.group.WriterGroupSource;
import org.bactrian.edge.publisher.stream.GroupStatus;
import org.bactrian.edge.publisher.stream.OutboxLimits;
import org.bactrian.edge.publisher.stream.StreamCounters;
import org.bactrian.edge.publisher.stream.WriterGroupPublisher;
import org.bactrian.opcua.session.SessionPool;

/**
 * Camel component {@code opcua-publisher}: NetworkMessages of all WriterGroups of a source. The
 * groups run as long as the component does, so that nothing is lost while a route is replaced.
 */
@Component("opcua-publisher")
public class PublisherComponent extends DefaultComponent {

  private final WriterGroupSource source;
  private final WriterGroupPublisher publisher;
  private AutoCloseable following;

  /**
   * @param sessions where sessions come from; stays the caller's
   * @param source where WriterGroups come from
   * @param limits how much each group holds in memory
   */
  public PublisherComponent(SessionPool sessions, WriterGroupSource source, OutboxLimits limits) {
    this.source = source;
    this.publisher = new WriterGroupPublisher(sessions, limits);
  }

  /** Returns the status of each group. */
  public List<GroupStatus> status() {
    return publisher.status();
  }

  /** Returns counters over all groups since the start. */
  public StreamCounters total() {
    return publisher.total();
  }

  /** Returns the faults of the groups' configuration. */
  public List<String> faults() {
    return source.faults();
  }

  WriterGroupPublisher publisher() {
    return publisher;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (!"groups".equals(remaining)) {
      throw new IllegalArgumentException(
          "\"" + uri + "\" names no source. Write opcua-publisher:groups.");
    }
    PublisherEndpoint endpoint = new PublisherEndpoint(uri, this);
    endpoint.setName(remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
    if (checks != null) {
      checks.register(new PublisherHealthCheck(this));
    }
    PublisherMetrics metrics = new PublisherMetrics(this);
    getCamelContext().getRegistry().findByType(MeterRegistry.class).forEach(metrics::bindTo);
    following = source.follow(publisher::apply);
  }

  @Override
  protected void doStop() throws Exception {
    if (following != null) {
      following.close();
    }
    publisher.close();
    super.doStop();
  }
}
