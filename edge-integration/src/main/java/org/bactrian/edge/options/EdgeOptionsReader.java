package org.bactrian.edge.options;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.bactrian.edge.outbox.OutboxMode;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.HeartbeatBehavior;
import org.bactrian.opcua.reverse.ReverseConnectSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.web.http.ListenAddress;
import org.bactrian.web.http.RestServerSettings;

/**
 * Reads {@link EdgeOptions} from the command line, the environment and a properties file, under the
 * names and with the defaults of OPC Publisher. The command line overrides the environment, the
 * environment the properties file.
 */
public final class EdgeOptionsReader {

  /** Port of health and metrics unless another is asked for. */
  public static final int DEFAULT_MANAGEMENT_PORT = 9876;

  private static final int LEAST_MEGABYTES = (int) (OutboxOptions.LEAST_BYTES >> 20);

  /** Requests come in rows, and a session takes longer to make than most requests take. */
  private static final Duration LINGER = Duration.ofMinutes(1);

  private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

  /** Longest outage that loses nothing unless told otherwise. */
  private static final Duration LONGEST_OUTBOX_AGE = Duration.ofDays(36_500);

  private static final Duration OUTAGE = Duration.ofSeconds(60);

  private static final Path NONE = Path.of("");

  private final MergedValues values;

  private EdgeOptionsReader(MergedValues values) {
    this.values = values;
  }

  /**
   * Result of reading.
   *
   * @param options valid options
   * @param warnings what the user wrote without effect, a sentence each
   */
  public record Result(EdgeOptions options, List<String> warnings) {

    public Result {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Reads the options of an edge.
   *
   * @param arguments arguments behind the command
   * @param environment environment variables
   * @throws EdgeOptionException when values cannot be, with all of them and an exit code
   */
  public static Result read(List<String> arguments, Map<String, String> environment) {
    CommandLineValues line = CommandLineValues.read(arguments);
    MergedValues outer = new MergedValues(line.values(), environment, new Properties());
    Path config = outer.path("BactrianConfig", NONE);
    Properties properties = new Properties();
    MergedValues values = new MergedValues(line.values(), environment, properties);
    line.faults().forEach(values::fault);
    load(config, properties, values);
    EdgeOptions options = new EdgeOptionsReader(values).options();
    values.requireNoFault();
    List<String> warnings = new ArrayList<>(warnings(line, values));
    options
        .transport()
        .mqtt()
        .unprotected()
        .ifPresent(
            broker ->
                warnings.add(
                    "The broker at "
                        + broker
                        + " is reached without TLS, which shows values and its password to the"
                        + " network. Add UseTls=true to --mqc"));
    return new Result(options, warnings);
  }

  private static void load(Path file, Properties properties, MergedValues values) {
    if (!file.equals(NONE)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        values.fault(
            new EdgeOptionException(
                EdgeOptionException.BAD_VALUE,
                "Option --config: " + file + " cannot be read as properties: " + e.getMessage()));
      }
    }
  }

  /** Names of the environment variables that are read. */
  public static List<String> environmentNames() {
    return OptionCatalog.instance().options().stream()
        .flatMap(option -> OptionCatalog.environmentNames(option.key()).stream())
        .distinct()
        .toList();
  }

  private static List<String> warnings(CommandLineValues line, MergedValues values) {
    List<String> warnings = new ArrayList<>();
    if (!line.unknown().isEmpty()) {
      warnings.add("Unknown, ignored: " + String.join(" ", line.unknown()));
    }
    if (!line.legacy().isEmpty()) {
      warnings.add(
          "Without effect since OPC Publisher 2.8, ignored: " + String.join(" ", line.legacy()));
    }
    warnings.addAll(line.explained());
    warnings.addAll(values.explained());
    return warnings;
  }

  /** An option without a value has the usual one, which false takes away again. */
  private Optional<InitFileOptions> initFile() {
    String init = values.text("InitFilePath", "false").strip();
    if (init.equalsIgnoreCase("false")) {
      return Optional.empty();
    }
    return Optional.of(
        InitFileOptions.of(
            values.path("PublishedNodesFile", Path.of("publishednodes.json")),
            init.equalsIgnoreCase("true") ? "" : init,
            values.text("InitLogFile", "")));
  }

  private EdgeOptions options() {
    Path data = values.path("BactrianData", Path.of(".bactrian"));
    return new EdgeOptions(
        new PublishedNodesOptions(
            values.path("PublishedNodesFile", Path.of("publishednodes.json")),
            values.find("PublishedNodesFile").isPresent(),
            values.bool("CreatePublishFileIfNotExist"),
            values.number("MaxNodesPerDataSet", 1, 1_000_000, 1000),
            values.bool("ForceCredentialEncryption"),
            initFile()),
        new MessageOptionsReader(values).read(),
        monitoring(),
        new NodeOptionsReader(values).read(),
        sessions(),
        new PkiOptionsReader(values).read(data),
        transport(),
        new OutboxOptions(
            data,
            values.oneOf("BactrianOutbox", OutboxMode.values(), OutboxMode::text, OutboxMode.DISK),
            (long) values.number("BactrianOutboxSize", LEAST_MEGABYTES, 1_000_000, 1024) << 20,
            values.read("BactrianOutboxAge", EdgeOptionsReader::outboxAge, Duration.ZERO)),
        new HttpOptionsReader(values).read(),
        GdsOptions.of(values),
        ObservabilityOptions.of(values),
        new RoleOptions(
            data,
            values.read("BactrianRoutes", EdgeOptionsReader::folder, NONE),
            values.read("BactrianKamelets", EdgeOptionsReader::folder, NONE),
            values.path("BactrianConfig", NONE),
            new ListenAddress(
                values.read(
                    "BactrianManagementHost", EdgeOptionsReader::host, RestServerSettings.LOOPBACK),
                values.number("BactrianManagementPort", 0, 65_535, DEFAULT_MANAGEMENT_PORT)),
            values.read("LogLevel", LogLevel::of, LogLevel.INFO),
            values.duration("DiagnosticsInterval", Duration.ofSeconds(60)),
            values.read(
                "BactrianStopTimeout",
                EdgeOptionsReader::stopTimeout,
                RoleOptions.DEFAULT_STOP_TIMEOUT)));
  }

  private static Duration outboxAge(OptionValue value) {
    Duration age = value.asDuration();
    if (age.compareTo(LONGEST_OUTBOX_AGE) > 0) {
      throw value.bad("is longer than " + LONGEST_OUTBOX_AGE.toDays() + " days");
    }
    return age;
  }

  private static String host(OptionValue value) {
    if (value.text().isBlank()) {
      throw value.bad("is empty. Write an address of this machine, or 0.0.0.0 for all");
    }
    return value.text().strip();
  }

  private static Duration stopTimeout(OptionValue value) {
    Duration timeout = value.asDuration();
    if (timeout.compareTo(RoleOptions.LEAST_STOP_TIMEOUT) < 0) {
      throw value.bad(
          "must be at least %s seconds, so that the log can tell what was not sent"
              .formatted(RoleOptions.LEAST_STOP_TIMEOUT.toSeconds()));
    }
    return timeout;
  }

  private MonitoringOptions monitoring() {
    return new MonitoringOptions(
        values.duration("DefaultPublishingInterval", Duration.ofSeconds(1)),
        values.read(
            "DefaultSamplingInterval", EdgeOptionsReader::samplingInterval, Duration.ofSeconds(1)),
        Math.max(1, values.number("DefaultQueueSize", 0, Integer.MAX_VALUE, 1)),
        values.duration(
            "BactrianOutage", values.isSet("DefaultQueueSize") ? Duration.ZERO : OUTAGE),
        values.bool("DiscardNew"),
        values.bool("FetchOpcNodeDisplayName"),
        values.bool("DefaultSkipFirst"),
        new Heartbeat(
            values.duration("DefaultHeartbeatInterval", Duration.ZERO),
            values.oneOf(
                "DefaultHeartbeatBehavior",
                HeartbeatBehavior.values(),
                HeartbeatBehavior::text,
                HeartbeatBehavior.WATCHDOG_LKV)));
  }

  /** Below zero it is the publishing interval, as -1 is in a published nodes file. */
  private static Duration samplingInterval(OptionValue value) {
    return value.text().strip().matches("-\\d{1,9}")
        ? MonitoredItem.PUBLISHING_INTERVAL
        : value.asDuration();
  }

  private SessionOptions sessions() {
    Duration least = values.positive("MinReconnectDelay", Duration.ofSeconds(1));
    Duration most = values.positive("MaxReconnectDelay", Duration.ofSeconds(60));
    return SessionOptionsBuilder.builder()
        .createTimeout(values.positive("CreateSessionTimeout", Duration.ofSeconds(5)))
        .timeout(values.positive("DefaultSessionTimeout", Duration.ofSeconds(60)))
        .operationTimeout(values.positive("OperationTimeout", Duration.ofSeconds(120)))
        .keepAliveInterval(values.positive("KeepAliveInterval", Duration.ofSeconds(10)))
        .minReconnectDelay(least)
        .maxReconnectDelay(most.compareTo(least) < 0 ? least : most)
        .linger(values.duration("LingerTimeoutSeconds", LINGER))
        .connectTimeout(values.duration("DefaultConnectTimeout", Duration.ZERO))
        .tokenLifetime(values.positive("SecurityTokenLifetime", TOKEN_LIFETIME))
        .maxMessageSize(
            Math.max(
                OpcUaClientSettings.LEAST_MESSAGE_SIZE,
                values.number(
                    "MaxMessageSize",
                    1,
                    Integer.MAX_VALUE,
                    OpcUaClientSettings.DEFAULT_MAX_MESSAGE_SIZE)))
        .productUri(values.text("ProductUri", OpcUaClientSettings.PRODUCT_URI))
        .reverseConnect(values.bool("DefaultUseReverseConnect"))
        .reverseAddress(reverseAddress())
        .serviceCallTimeout(values.positive("DefaultServiceCallTimeout", Duration.ofSeconds(180)))
        .build();
  }

  private ReverseConnectSettings reverseAddress() {
    ReverseConnectSettings usual = ReverseConnectSettings.DEFAULT;
    return new ReverseConnectSettings(
        values.text("BactrianReverseConnectHost", usual.host()),
        values.number("ReverseConnectPort", 0, 65_535, usual.port()),
        usual.longestWait());
  }

  private TransportOptions transport() {
    Optional<OptionValue> connectionString =
        values.find("EdgeHubConnectionString").filter(value -> !value.text().isEmpty());
    HubCredential hub =
        connectionString.isPresent()
            ? values.read(
                "EdgeHubConnectionString",
                HubCredential.ConnectionStringCredential::of,
                new HubCredential.None())
            : values.isSet(HubCredential.IotEdgeModule.WORKLOAD)
                ? HubCredential.IotEdgeModule.of(values)
                : new HubCredential.None();
    return new TransportOptions(
        hub,
        values.path("BactrianHubCa", NONE),
        values.read("MqttClientConnectionString", MqttBroker::of, MqttBroker.NONE),
        new TopicTemplates(
            values.topic("RootTopicTemplate", TopicTemplates.DEFAULT.root()),
            values.topic("MethodTopicTemplate", TopicTemplates.DEFAULT.methods()),
            values.topic("EventsTopicTemplate", TopicTemplates.DEFAULT.events())),
        values.path("OutputRoot", NONE));
  }

  private static Path folder(OptionValue value) {
    Path folder = value.asPath();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw value.bad("is a file, not a folder");
    }
    return folder;
  }
}
