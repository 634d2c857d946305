package org.bactrian.edge;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.bactrian.edge.certificate.CertificateOperations;
import org.bactrian.edge.certificate.CertificateStoreOperations;
import org.bactrian.edge.file.FileWatchSettings;
import org.bactrian.edge.http.HttpApi;
import org.bactrian.edge.http.HttpOperations;
import org.bactrian.edge.init.InitFile;
import org.bactrian.edge.module.ModuleIdentity;
import org.bactrian.edge.module.ModuleMethodDispatcher;
import org.bactrian.edge.mqtt.MqttMethodsComponent;
import org.bactrian.edge.mqtt.MqttMethodsSettings;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.edge.options.HubCredential;
import org.bactrian.edge.options.InitFileOptions;
import org.bactrian.edge.options.TransportOptions;
import org.bactrian.edge.orchestration.JobAgent;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.PublisherComponent;
import org.bactrian.edge.publisher.PublisherDiagnostics;
import org.bactrian.edge.publisher.configuration.ConfigurationBeans;
import org.bactrian.edge.publisher.configuration.PublishedNodesEditor;
import org.bactrian.edge.publisher.group.WriterGroupSource;
import org.bactrian.edge.publisher.nodes.CredentialCipher;
import org.bactrian.edge.publisher.nodes.PublishedNodesFile;
import org.bactrian.edge.publisher.stream.StreamCounters;
import org.bactrian.edge.twin.EdgeTwinBeans;
import org.bactrian.edge.twin.TwinRequestExecutor;
import org.bactrian.edge.twin.contract.Credential;
import org.bactrian.iothub.module.IotHubModuleComponent;
import org.bactrian.iothub.module.IotHubModuleConfiguration;
import org.bactrian.model.method.ByteBudget;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.opcua.component.OpcUaComponent;
import org.bactrian.opcua.session.OnDemandSessionPool;
import org.bactrian.opcua.session.OnDemandSessionSettings;
import org.bactrian.opcua.session.RequestOptions;
import org.bactrian.opcua.session.SessionMetrics;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.web.header.InternalHeaderFilter;
import org.bactrian.web.http.RestServer;
import org.bactrian.web.metrics.MeterRegistries;
import org.bactrian.web.operation.OperationsComponent;
import org.bactrian.web.problem.ExchangeProblems;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds the components and beans of the edge's routes to their CamelContext, with one pool of
 * sessions that they share until the context has stopped.
 */
public final class EdgeConfiguration implements CamelConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeConfiguration.class);
  private static final String REPORTS = "publisherReports";
  private static final String CERTIFICATES = "certificates";
  private static final String CERTIFICATE_STORES = "certificateStores";
  private static final Duration HAND_BACK = Duration.ofSeconds(2);

  private final EdgeOptions options;
  private final SessionPool sessions;
  private final Optional<PublishedNodesFile> publishedNodes;
  private final ModuleId identity;
  private final OnDemandSessionPool demanded;
  private final HttpApi http;

  private Optional<InitFile> init = Optional.empty();

  /** Memory that requests over HTTP and MQTT may take together. */
  private final ByteBudget requests;

  /**
   * Makes the application certificate where there is none, and reads the published nodes file
   * unless the cloud says what is published.
   */
  public EdgeConfiguration(EdgeOptions options) {
    this.options = options;
    this.requests = new ByteBudget(options.http().limits().maxBytesInFlight());
    this.sessions = new SessionPool(options.clientSettings());
    this.identity = ModuleIdentity.of(options.transport().hub(), System.getenv());
    this.publishedNodes =
        options.isOrchestrated()
            ? Optional.empty()
            : Optional.of(
                new PublishedNodesFile(
                    options.publishedNodes().file(),
                    options.publishingDefaults(identity.toString()),
                    FileWatchSettings.DEFAULT));
    this.demanded =
        new OnDemandSessionPool(
            sessions, OnDemandSessionSettings.DEFAULT.withLinger(options.sessions().linger()));
    this.http =
        HttpApi.of(
            options.http(),
            options.role().data(),
            List.of(identity.deviceId(), identity.moduleId()),
            InstantSource.system(),
            requests);
  }

  /** Beans that routes of the edge may name, of no running edge, for a look at such routes. */
  public static Map<String, Object> idleBeans() {
    Map<String, Object> beans = new HashMap<>(EdgeModuleBeans.idleBeans());
    beans.put(HttpApi.OPERATIONS, HttpOperations.idle());
    beans.put(CERTIFICATES, CertificateOperations.idle());
    beans.put(CERTIFICATE_STORES, CertificateStoreOperations.idle());
    beans.putAll(
        ConfigurationBeans.of(
            new PublishedNodesEditor(
                Optional.empty(), false, CredentialCipher.in(Path.of(".bactrian")), false),
            List::of,
            (group, writer) -> CompletableFuture.completedFuture(false)));
    beans.put(RestServer.PROBLEMS, new ExchangeProblems());
    beans.put("publisherDiagnostics", new PublisherDiagnostics(List::of, StreamCounters.total()));
    beans.put(
        REPORTS,
        new PublisherReports(
            List::of,
            EdgeOptionsReader.read(List.of(), Map.of()).options(),
            new ModuleId("none", ""),
            null));
    beans.putAll(EdgeTwinBeans.idle());
    return beans;
  }

  /** The edge's own API. */
  public HttpApi http() {
    return http;
  }

  @Override
  public void configure(CamelContext context) {
    AdmissionLimit.check(context);
    EdgeCapabilities capabilities = EdgeCapabilities.of(context);
    InternalHeaderFilter.installIn(context);
    OperationsComponent.installIn(context, HttpApi.CONTRACTS);
    Outboxes outboxes = options.outbox().open();
    EdgeModuleBeans module = new EdgeModuleBeans(context, options, identity, demanded, outboxes);
    module.bind(capabilities, http);
    mqtt(context);
    TwinRequestExecutor twin =
        new TwinRequestExecutor(
            () -> demanded,
            RequestOptions.DEFAULT
                .withConnectTimeout(options.sessions().connectTimeout())
                .withOperationTimeout(options.sessions().serviceCallTimeout()),
            limit -> limit.in(context));
    context.getRegistry().bind(CERTIFICATES, new CertificateOperations(() -> sessions));
    context.getRegistry().bind(CERTIFICATE_STORES, new CertificateStoreOperations(() -> sessions));
    PublishedNodesEditor editor =
        new PublishedNodesEditor(
            publishedNodes,
            options.publishedNodes().createIfMissing(),
            CredentialCipher.in(options.role().data()),
            options.publishedNodes().sealCredentials());
    editor.sealPresent();
    EdgeTwinBeans.of(twin, serverAdministrator(context), new PublishedWriters(editor))
        .forEach(context.getRegistry()::bind);
    PublisherComponent publisher =
        new PublisherComponent(
            sessions,
            source(module),
            outboxes,
            OutboxLimits.DEFAULT,
            options.metricsSettings(identity.toString()));
    if (capabilities.publisher()) {
      context.addComponent("opcua-publisher", publisher);
    }
    ConfigurationBeans.of(editor, publisher::status, publisher::sendKeyFrames)
        .forEach(context.getRegistry()::bind);
    context
        .getRegistry()
        .bind(
            "publisherDiagnostics", new PublisherDiagnostics(publisher::status, publisher.total()));
    context
        .getRegistry()
        .bind(
            REPORTS,
            new PublisherReports(publisher.figures()::groups, options, identity, console(context)));
    context
        .getPropertiesComponent()
        .addInitialProperty(
            "bactrian.runtime-state.enabled",
            Boolean.toString(options.observability().runtimeState()));
    OpcUaComponent opcua = new OpcUaComponent();
    opcua.setSessionPool(sessions);
    context.addComponent("opcua", opcua);
    IotHubModuleComponent hub = new IotHubModuleComponent();
    hub.setConfiguration(moduleConfiguration(options.transport()));
    hub.bindMetersTo(() -> MeterRegistries.of(context));
    if (options.messages().transport().equals("iothub")
        && !(options.transport().hub() instanceof HubCredential.None)) {
      hub.connectAtStart();
    }
    context.addComponent("iothub-module", hub);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarted(CamelContext started) {
            SessionMetrics metrics = new SessionMetrics(sessions);
            ModuleMetrics process =
                new ModuleMetrics(options.metricsSettings(identity.toString()), identity);
            for (MeterRegistry registry : MeterRegistries.of(started)) {
              process.bindTo(registry);
              process.bindCertificates(registry, http);
              module.metrics().forEach(part -> part.bindTo(registry));
              metrics.bindTo(registry);
              outboxes.metrics().ifPresent(store -> store.bindTo(registry));
            }
          }

          @Override
          public void onContextStopping(CamelContext stopping) {
            module.jobAgent().ifPresent(agent -> handBack(stopping));
          }

          @Override
          public void onContextStopped(CamelContext stopped) {
            close(module, twin, outboxes);
          }
        });
    diagnose(context, options.role().diagnosticsInterval());
    try {
      publishedNodes.ifPresent(PublishedNodesFile::start);
      // Hub and servers answer while the rest of the context starts, which takes longest.
      ServiceHelper.startService(hub);
      if (capabilities.publisher()) {
        ServiceHelper.startService(publisher);
      }
      module.open();
      http.open(context);
      init = options.publishedNodes().init().map(files -> initFile(context, files).start());
    } catch (RuntimeException e) {
      ServiceHelper.stopAndShutdownServices(publisher, hub);
      close(module, twin, outboxes);
      throw e;
    }
  }

  private static InitFile initFile(CamelContext context, InitFileOptions files) {
    ModuleMethodDispatcher methods =
        context.getRegistry().lookupByNameAndType("moduleMethods", ModuleMethodDispatcher.class);
    BooleanSupplier loaded =
        context
            .getRegistry()
            .lookupByNameAndType(ModuleMethodDispatcher.ROUTES_LOADED, BooleanSupplier.class);
    return new InitFile(
        files.file(),
        files.log(),
        (method, payload) -> methods.call(context, method, payload),
        () -> context.isStarted() && (loaded == null || loaded.getAsBoolean()));
  }

  private WriterGroupSource source(EdgeModuleBeans module) {
    return module.jobAgent().map(JobAgent::groups).or(() -> publishedNodes).orElseThrow();
  }

  /** Ends the jobs and lets others take them at once, if the hub can be told in time. */
  private static void handBack(CamelContext context) {
    try (ProducerTemplate template = context.createProducerTemplate()) {
      template
          .asyncSend("direct:job-handback?block=false", exchange -> {})
          .get(HAND_BACK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException | TimeoutException e) {
      LOG.info(
          "The jobs could not be handed back; others take them when their leases end: {}",
          e.toString());
    }
  }

  private void close(EdgeModuleBeans module, TwinRequestExecutor twin, Outboxes outboxes) {
    init.ifPresent(InitFile::close);
    module.close();
    twin.close();
    demanded.close();
    publishedNodes.ifPresent(PublishedNodesFile::close);
    sessions.close();
    outboxes.close();
  }

  /** Binds the component of {@code routes/edge/mqtt.camel.yaml}, if there is a broker. */
  private void mqtt(CamelContext context) {
    TransportOptions transport = options.transport();
    String publisher = options.messages().publisherId();
    String topic =
        transport
            .topics()
            .methodTopic(
                publisher.isEmpty() ? identity.toString() : publisher, options.messages().siteId());
    boolean enabled = !transport.mqtt().url().isEmpty() && !topic.isEmpty();
    context
        .getPropertiesComponent()
        .addOverrideProperty("bactrian.mqtt.enabled", Boolean.toString(enabled));
    if (enabled) {
      context.addComponent(
          "mqtt-methods",
          new MqttMethodsComponent(MqttMethodsSettings.of(transport.mqtt(), topic, requests)));
    }
  }

  /** The user who manages certificates of servers where a request names nobody. */
  private static Optional<Credential> serverAdministrator(CamelContext context) {
    PropertiesComponent properties = context.getPropertiesComponent();
    return properties
        .resolveProperty("bactrian.servers.administrator")
        .filter(name -> !name.isBlank())
        .map(
            name ->
                Credential.named(
                    name,
                    properties
                        .resolveProperty("bactrian.servers.administrator-password")
                        .orElse("")));
  }

  /** Standard output where a process is an edge and nothing else. */
  private static @Nullable PrintStream console(CamelContext context) {
    boolean alone =
        context
            .getPropertiesComponent()
            .resolveProperty("bactrian.diagnostics.console")
            .map(Boolean::parseBoolean)
            .orElse(false);
    return alone ? System.out : null;
  }

  /** Settings of routes/edge/diagnostics.camel.yaml. */
  private static void diagnose(CamelContext context, Duration interval) {
    PropertiesComponent properties = context.getPropertiesComponent();
    properties.addInitialProperty(
        "bactrian.diagnostics.enabled", Boolean.toString(!interval.isZero()));
    if (!interval.isZero()) {
      properties.addInitialProperty(
          "bactrian.diagnostics.period", Long.toString(interval.toMillis()));
    }
  }

  private static IotHubModuleConfiguration moduleConfiguration(TransportOptions transport) {
    IotHubModuleConfiguration configuration = new IotHubModuleConfiguration();
    if (transport.hub() instanceof HubCredential.ConnectionStringCredential connectionString) {
      configuration.setConnectionString(connectionString.value());
    }
    Optional<String> authority = transport.hubAuthority().map(Object::toString);
    authority.ifPresent(configuration::setCaFile);
    return configuration;
  }
}
