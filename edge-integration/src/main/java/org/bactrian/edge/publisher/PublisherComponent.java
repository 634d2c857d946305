package org.bactrian.edge.publisher;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.bactrian.edge.file.FileWatchSettings;
import org.bactrian.edge.module.ModuleIdentity;
import org.bactrian.edge.module.ModuleOperations;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.group.NodeWatchdog;
import org.bactrian.edge.publisher.group.WriterGroupSource;
import org.bactrian.edge.publisher.metrics.CompatibleMetrics;
import org.bactrian.edge.publisher.metrics.MetricsSettings;
import org.bactrian.edge.publisher.metrics.PublisherFigures;
import org.bactrian.edge.publisher.nodes.PublishedNodesFile;
import org.bactrian.edge.publisher.stream.GroupStatus;
import org.bactrian.edge.publisher.stream.StreamCounters;
import org.bactrian.edge.publisher.stream.WriterGroupPublisher;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.web.metrics.MeterRegistries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel component {@code opcua-publisher}: NetworkMessages of all WriterGroups of a source. The
 * groups run as long as the component does, so that nothing is lost while a route is replaced.
 */
@Component("opcua-publisher")
public class PublisherComponent extends DefaultComponent {

  /** Status of OPC Publisher for a watchdog, 256 - 10. */
  private static final int WATCHDOG_STATUS = 246;

  private static final Logger LOG = LoggerFactory.getLogger(PublisherComponent.class);

  @Metadata(
      label = "consumer",
      secret = true,
      description =
          "Options of OPC Publisher as on its command line, such as --pf=published_nodes.json"
              + " -t=log, for a publisher outside of the edge. Their environment variables hold"
              + " likewise.")
  private String options = "";

  private WriterGroupSource source;
  private MetricsSettings metrics = MetricsSettings.DEFAULT;

  // As the publisher.
  @SuppressWarnings("NullAway.Init")
  private PublisherFigures figures;

  // Made at the start unless it was given.
  @SuppressWarnings("NullAway.Init")
  private WriterGroupPublisher publisher;

  private final List<AutoCloseable> own = new ArrayList<>();
  private AutoCloseable following;
  private AutoCloseable followingHeld;

  /** A publisher of its own, as its {@code options} say. */
  public PublisherComponent() {}

  /**
   * @param sessions where sessions come from; stays the caller's
   * @param source where WriterGroups come from
   * @param outboxes where messages wait; stays the caller's
   * @param limits how much each group holds in memory
   * @param metrics labels and bounds of its metrics
   */
  public PublisherComponent(
      SessionPool sessions,
      WriterGroupSource source,
      Outboxes outboxes,
      OutboxLimits limits,
      MetricsSettings metrics) {
    this.source = source;
    this.metrics = metrics;
    use(new WriterGroupPublisher(sessions, outboxes, limits), sessions);
  }

  /** A publisher whose metrics have no labels of its own. */
  public PublisherComponent(
      SessionPool sessions, WriterGroupSource source, Outboxes outboxes, OutboxLimits limits) {
    this(sessions, source, outboxes, limits, MetricsSettings.DEFAULT);
  }

  private void use(WriterGroupPublisher fresh, SessionPool sessions) {
    publisher = fresh;
    figures = new PublisherFigures(fresh::status, sessions::statistics);
  }

  /** Figures of each group. */
  public PublisherFigures figures() {
    return figures;
  }

  /** Returns the status of each group. */
  public List<GroupStatus> status() {
    return publisher.status();
  }

  /** Sends key frames at once; see {@link WriterGroupPublisher#sendKeyFrames}. */
  public CompletableFuture<Boolean> sendKeyFrames(String group, Optional<String> writer) {
    return publisher.sendKeyFrames(group, writer);
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

  /** Options of OPC Publisher as on its command line. */
  public String getOptions() {
    return options;
  }

  /** Sets the options of OPC Publisher as on its command line, separated by blanks. */
  public void setOptions(String options) {
    this.options = options;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    // What the options say is made again after a stop, which closed it.
    if (source == null || !own.isEmpty()) {
      own.clear();
      List<String> arguments =
          Stream.of(options.split("\\s+")).filter(argument -> !argument.isEmpty()).toList();
      publishAs(EdgeOptionsReader.read(arguments, System.getenv()));
    }
    HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
    if (checks != null) {
      checks.register(new PublisherHealthCheck(this));
    }
    PublisherMetrics ours = new PublisherMetrics(this);
    CompatibleMetrics compatible = new CompatibleMetrics(figures, metrics);
    for (MeterRegistry registry : MeterRegistries.of(getCamelContext())) {
      ours.bindTo(registry);
      compatible.bindTo(registry);
    }
    figures.start();
    publisher.endProcessBy(this::endProcess);
    following = source.follow(publisher::apply);
    followingHeld = source.followHeld(publisher::hold);
  }

  /** Ends the process as it lets; a publisher that is part of another program does not end it. */
  private void endProcess(NodeWatchdog.Behavior behavior) {
    String name =
        behavior == NodeWatchdog.Behavior.FAIL_FAST
            ? ModuleOperations.PROCESS_HALT
            : ModuleOperations.PROCESS_EXIT;
    IntConsumer end = getCamelContext().getRegistry().lookupByNameAndType(name, IntConsumer.class);
    if (end == null) {
      LOG.error("This publisher is part of a program that ends when it wants to.");
    } else {
      end.accept(WATCHDOG_STATUS);
    }
  }

  private void publishAs(EdgeOptionsReader.Result read) {
    read.warnings().forEach(LOG::warn);
    EdgeOptions edge = read.options();
    SessionPool sessions = new SessionPool(edge.clientSettings());
    String identity = ModuleIdentity.of(edge.transport().hub(), System.getenv()).toString();
    PublishedNodesFile nodes =
        new PublishedNodesFile(
            edge.publishedNodes().file(),
            edge.publishingDefaults(identity),
            FileWatchSettings.DEFAULT);
    own.add(nodes.start());
    own.add(sessions);
    Outboxes outboxes = edge.outbox().open();
    own.add(outboxes);
    metrics = edge.metricsSettings(identity);
    use(new WriterGroupPublisher(sessions, outboxes, OutboxLimits.DEFAULT), sessions);
    source = nodes;
  }

  @Override
  protected void doStop() throws Exception {
    if (following != null) {
      following.close();
      followingHeld.close();
    }
    if (publisher != null) {
      figures.close();
      publisher.close();
    }
    for (AutoCloseable part : own) {
      part.close();
    }
    super.doStop();
  }
}
