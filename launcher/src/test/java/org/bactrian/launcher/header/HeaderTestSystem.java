package org.bactrian.launcher.header;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.cloud.CloudConfiguration;
import org.bactrian.cloud.CloudOptions;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.edge.EdgeConfiguration;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.rest.HubAddress;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.routing.HubRoute;
import org.bactrian.localazure.hub.routing.RouteSource;
import org.bactrian.localazure.hub.routing.RoutingSettings;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.localazure.servicebus.entity.BusEntities;
import org.bactrian.localazure.servicebus.entity.QueueSettings;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/**
 * An edge, a cloud, a local Azure and a broker, whose routes record the headers of each message
 * that reaches them: an operation of the contract and a route of a user over HTTP on both sides,
 * the same operation of the edge as a method, and a queue of Service Bus that devices' messages are
 * routed to.
 */
final class HeaderTestSystem implements AutoCloseable {

  static final String FORGED = "forged";

  /** Header that every route of the system leaves for its caller. */
  static final String LEFT = "X-Left";

  static final String EDGE_OPERATION = "GetActiveConnections";

  private static final String CLOUD_OPERATION = "GetListOfApplications";
  private static final String QUEUE = "seen";
  private static final ClientId MODULE = ClientId.module("plant-edge", "bactrian");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlockingQueue<Map<String, Object>> seen = new LinkedBlockingQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final DefaultCamelContext cloud = new DefaultCamelContext();
  private final DefaultCamelContext edge = new DefaultCamelContext();
  private final EmbeddedActiveMQ broker;
  private final LocalAzure azure;
  private final HubService hub;
  private final MqttClient mqtt;

  /** Whether the edge has answered a method over MQTT. */
  private volatile boolean listens;

  private final String cloudUrl;
  private final String cloudToken;
  private final String edgeUrl;
  private final String edgeKey;
  private DeviceClient device;

  HeaderTestSystem(Path folder) throws Exception {
    int port = freePort();
    broker =
        new EmbeddedActiveMQ()
            .setConfiguration(
                new ConfigurationImpl()
                    .setPersistenceEnabled(false)
                    .setSecurityEnabled(false)
                    .addAcceptorConfiguration(
                        "mqtt", "tcp://127.0.0.1:" + port + "?protocols=MQTT"));
    broker.start();
    azure =
        LocalAzure.start(
            LocalAzureSettings.in(folder.resolve("azure"))
                .withFreePorts()
                .withEntities(BusEntities.NONE.with(QueueSettings.named(QUEUE)))
                .withRouting(
                    new RoutingSettings(
                        List.of(new HubRoute("all", RouteSource.DEVICE_MESSAGES, "true", QUEUE)),
                        true)));
    CloudOptions.Hub service =
        new CloudOptions.Hub(
            ConnectionString.parse(azure.hub().serviceConnectionString()),
            "localhost:" + azure.hub().restPort(),
            azure.caFile().toString());
    hub = new HubService(service.connectionString(), service.endpoint(), service.caFile());
    LocalTokens tokens = LocalTokens.in(folder);
    cloudToken = "Bearer " + tokens.issue("ann", Permission.ADMINISTER, PATIENCE.multipliedBy(10));
    cloudUrl = "http://127.0.0.1:" + startCloud(folder, service, TokenVerifier.of(tokens));
    edgeUrl = "http://127.0.0.1:" + startEdge(folder, port);
    edgeKey = "ApiKey " + Files.readString(folder.resolve("edge/http/api-key")).strip();
    mqtt = new MqttClient("tcp://127.0.0.1:" + port, "caller", new MemoryPersistence());
    mqtt.connect();
  }

  private int startCloud(Path folder, CloudOptions.Hub service, TokenVerifier tokens)
      throws Exception {
    CloudConfiguration configuration =
        new CloudConfiguration(
            new CloudOptions(
                HttpSettings.of(0, tokens),
                service,
                azure.serviceBus().connectionString(),
                DatabaseSettings.in(folder.resolve("cloud"))));
    start(
        cloud,
        () -> configuration.configure(cloud),
        CLOUD_OPERATION,
        "azure-servicebus:" + QUEUE,
        """
        - rest:
            id: registry
            openApi:
              specification: classpath:openapi/cloud/registry.yaml
              missingOperation: ignore
        """,
        "classpath:routes/cloud/errors.camel.yaml");
    return configuration.port();
  }

  private int startEdge(Path folder, int mqttPort) throws Exception {
    Path nodes = Files.writeString(folder.resolve("nodes.json"), "[]");
    EdgeConfiguration configuration =
        new EdgeConfiguration(
            EdgeOptionsReader.read(
                    List.of(
                        "-t=null",
                        "--pf=" + nodes,
                        "--data=" + folder.resolve("edge"),
                        "--id=edge",
                        "--httpserverport=0",
                        "--unsecurehttp=0",
                        "--mqc=HostName=127.0.0.1;Port=" + mqttPort + ";UseTls=false",
                        "--ec=" + azure.hub().connectionString(MODULE),
                        "--hub-ca=" + azure.caFile()),
                    Map.of())
                .options());
    start(
        edge,
        () -> configuration.configure(edge),
        EDGE_OPERATION,
        "direct:unused",
        "",
        "classpath:routes/edge/errors.camel.yaml",
        "classpath:routes/edge/discovery.camel.yaml",
        "classpath:routes/edge/module.camel.yaml",
        "classpath:routes/edge/mqtt.camel.yaml",
        "classpath:routes/edge/http.camel.yaml");
    return configuration.http().plainPort().orElseThrow();
  }

  /** Part of the start that may throw. */
  private interface Configuring {
    void run() throws Exception;
  }

  private void start(
      DefaultCamelContext context,
      Configuring configuring,
      String operation,
      String queue,
      String rest,
      String... packed)
      throws Exception {
    context.disableJMX();
    context.getShutdownStrategy().setTimeout(1);
    configuring.run();
    for (String location : packed) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.resolveMandatoryResource(context, location));
    }
    if (!rest.isEmpty()) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromString("rest.camel.yaml", rest));
    }
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            rest("/mine")
                .get("/seen")
                .to("direct:seen")
                .post("/seen")
                .to("direct:seen")
                .get("/refused")
                .to("direct:refused")
                .get("/broken")
                .to("direct:broken");
            from("direct:refused")
                .to("direct:seen")
                .throwException(new OperationException(FaultKind.BAD_REQUEST, "not so"));
            from("direct:broken")
                .to("direct:seen")
                .throwException(new IllegalStateException("broken"));
            from("direct:seen").process(HeaderTestSystem.this::record);
            from("direct:" + operation).routeId(operation).to("direct:seen");
            from(queue).to("direct:seen");
          }
        });
    context.start();
  }

  /** Records what a route has got, and leaves headers of the project and one that is not. */
  private void record(Exchange exchange) {
    seen.add(Map.copyOf(known(exchange.getMessage().getHeaders())));
    InternalHeaderNames.all().stream()
        .filter(name -> name.startsWith("Bactrian") && !name.endsWith("MethodStatus"))
        .forEach(name -> exchange.getMessage().setHeader(name, name));
    exchange.getMessage().setHeader(LEFT, "for the caller");
    exchange.getMessage().setBody("{}");
  }

  private static Map<String, Object> known(Map<String, Object> headers) {
    return headers.entrySet().stream()
        .filter(header -> header.getValue() != null)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Names of the headers with a forged value of the message that comes next, in lower case. */
  Set<String> forgedOfNext() throws InterruptedException {
    Map<String, Object> headers = seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(headers).as("a message in a route").isNotNull();
    return headers.entrySet().stream()
        .filter(header -> isForged(header.getValue()))
        .map(header -> header.getKey().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /** One value or several; the map of all properties holds forged ones under their own names. */
  private static boolean isForged(Object value) {
    return value instanceof List<?> several
        ? several.contains(FORGED)
        : value.toString().equals(FORGED);
  }

  boolean nothingSeen() {
    return seen.isEmpty();
  }

  HttpRequest.Builder cloudRequest(String path) {
    return request(cloudUrl + path, cloudToken);
  }

  HttpRequest.Builder edgeRequest(String path) {
    return request(edgeUrl + path, edgeKey);
  }

  private static HttpRequest.Builder request(String url, String authorization) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(PATIENCE)
        .header("Authorization", authorization);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  CamelContext cloud() {
    return cloud;
  }

  CamelContext edge() {
    return edge;
  }

  /** Sends a message with those application properties to the queue. */
  void toServiceBus(List<String> properties) {
    try (ServiceBusSenderClient sender =
        new ServiceBusClientBuilder()
            .connectionString(azure.serviceBus().connectionString())
            .sender()
            .queueName(QUEUE)
            .buildClient()) {
      ServiceBusMessage message = new ServiceBusMessage("{}");
      properties.forEach(name -> message.getApplicationProperties().put(name, FORGED));
      sender.sendMessage(message);
    }
  }

  /** Sends a message with those properties as a device, which the hub routes to the queue. */
  void fromDevice(List<String> properties) throws Exception {
    if (device == null) {
      ClientOptions trust =
          ClientOptions.builder().sslContext(LocalTrust.sslContext(azure.caFile())).build();
      String connection = azure.hub().register(ClientId.device("press"));
      device = new DeviceClient(connection, IotHubClientProtocol.MQTT, trust);
      device.open(true);
    }
    Message message = new Message("{}");
    properties.forEach(name -> message.setProperty(name, FORGED));
    device.sendEvent(message);
  }

  /** Calls a direct method of the edge, in parts. */
  CompletableFuture<MethodResult> callOverHub(String method, Map<String, String> payload)
      throws IOException {
    MethodRequest request = MethodRequest.json(method, JSON.writeValueAsBytes(payload));
    return hub.call(new HubAddress(MODULE.deviceId(), "bactrian"), request, PATIENCE);
  }

  /** Calls a method of the edge over MQTT with those user properties; returns its status. */
  String callOverMqtt(String method, List<String> properties) throws Exception {
    BlockingQueue<MqttMessage> answers = new LinkedBlockingQueue<>();
    mqtt.subscribe(
        new MqttSubscription[] {new MqttSubscription("answers", 1)},
        new IMqttMessageListener[] {(topic, message) -> answers.add(message)});
    MqttProperties of = new MqttProperties();
    of.setResponseTopic("answers");
    of.setCorrelationData("1".getBytes(UTF_8));
    of.setUserProperties(properties.stream().map(name -> new UserProperty(name, FORGED)).toList());
    AtomicReference<String> status = new AtomicReference<>();
    AtomicBoolean called = new AtomicBoolean();
    // Nobody keeps a request for an edge that does not listen yet; one that does gets it once.
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              if (!listens || !called.getAndSet(true)) {
                mqtt.publish(
                    "edge/methods/" + method, new MqttMessage("{}".getBytes(UTF_8), 1, false, of));
              }
              Optional.ofNullable(answers.poll(2, TimeUnit.SECONDS))
                  .map(answer -> answer.getProperties().getUserProperties().get(0).getValue())
                  .ifPresent(status::set);
              return status.get() != null;
            });
    listens = true;
    return status.get();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    try {
      if (device != null) {
        device.close();
      }
      mqtt.disconnectForcibly(1, 1);
      mqtt.close(true);
      edge.stop();
      cloud.stop();
      azure.close();
      broker.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The system does not stop", e);
    }
  }
}
