package org.bactrian.edge.options;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.nodes.PublishingDefaults.Batch;
import org.bactrian.model.node.NamespaceFormat;

/**
 * Reads {@link EdgeOptions} from the command line, the environment and a properties file, under the
 * names and with the defaults of OPC Publisher. The command line overrides the environment, the
 * environment the properties file.
 */
public final class EdgeOptionsReader {

  /** Port of health and metrics unless another is asked for. */
  public static final int DEFAULT_MANAGEMENT_PORT = 9876;

  private static final int SMALLEST_MESSAGE_LIMIT = 1024;
  private static final int LEGACY_BATCH_SIZE = 50;

  /** Requests come in rows, and a session takes longer to make than most requests take. */
  private static final Duration LINGER = Duration.ofMinutes(1);

  private static final Duration LEGACY_BATCH_INTERVAL = Duration.ofSeconds(10);
  private static final Set<MessagingMode> MODES =
      EnumSet.of(
          MessagingMode.PUB_SUB,
          MessagingMode.SAMPLES,
          MessagingMode.FULL_NETWORK_MESSAGES,
          MessagingMode.FULL_SAMPLES);
  private static final Set<MessageEncoding> ENCODINGS = EnumSet.of(MessageEncoding.JSON);
  private static final Path NONE = Path.of("");

  private final MergedValues values;

  private EdgeOptionsReader(MergedValues values) {
    this.values = values;
  }

  /**
   * What was read.
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
   * @throws EdgeOptionException when a value cannot be, with the exit code for it
   */
  public static Result read(List<String> arguments, Map<String, String> environment) {
    CommandLineValues line = CommandLineValues.read(arguments);
    MergedValues outer = new MergedValues(line.values(), environment, new Properties());
    Path config = outer.path("BactrianConfig", NONE);
    MergedValues values = new MergedValues(line.values(), environment, load(config));
    return new Result(new EdgeOptionsReader(values).options(), warnings(line, values));
  }

  private static Properties load(Path file) {
    Properties properties = new Properties();
    if (!file.equals(NONE)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new EdgeOptionException(
            EdgeOptionException.BAD_VALUE,
            "Option --config: " + file + " cannot be read as properties: " + e.getMessage());
      }
    }
    return properties;
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
    TreeSet<String> later = new TreeSet<>(line.later());
    later.addAll(values.later());
    if (!later.isEmpty()) {
      warnings.add("Known, but not acted on yet: " + String.join(" ", later));
    }
    return warnings;
  }

  private EdgeOptions options() {
    Path data = values.path("BactrianData", Path.of(".bactrian"));
    return new EdgeOptions(
        new PublishedNodesOptions(
            values.path("PublishedNodesFile", Path.of("publishednodes.json")),
            values.find("PublishedNodesFile").isPresent(),
            values.bool("CreatePublishFileIfNotExist"),
            values.number("MaxNodesPerDataSet", 1, 1_000_000, 1000)),
        messages(),
        monitoring(),
        sessions(),
        pki(data),
        transport(),
        http(),
        new RoleOptions(
            data,
            folder("BactrianRoutes"),
            folder("BactrianKamelets"),
            values.path("BactrianConfig", NONE),
            values.number("BactrianManagementPort", 0, 65_535, DEFAULT_MANAGEMENT_PORT),
            values.find("LogLevel").map(LogLevel::of).orElse(LogLevel.INFO),
            values.duration("DiagnosticsInterval", Duration.ofSeconds(60))));
  }

  private MessageOptions messages() {
    boolean strict = values.bool("UseStandardsCompliantEncoding");
    return new MessageOptions(
        values.text("PublisherId", ""),
        values.text("SiteId", ""),
        format(strict),
        batch(strict),
        transportName(),
        values.number("DefaultKeyFrameCount", 0, Integer.MAX_VALUE, 0),
        values.bool("EnableDataSetKeepAlives"));
  }

  private MessageFormat format(boolean strict) {
    MessagingMode plain =
        values.oneOf(
            "MessagingMode",
            MessagingMode.values(),
            MessagingMode::text,
            strict ? MessagingMode.PUB_SUB : MessagingMode.SAMPLES);
    MessagingMode mode = values.bool("FullFeaturedMessage") ? full(plain) : plain;
    MessageEncoding encoding =
        values.oneOf(
            "MessageEncoding",
            MessageEncoding.values(),
            MessageEncoding::text,
            MessageEncoding.JSON);
    if (!MODES.contains(mode) || !ENCODINGS.contains(encoding)) {
      throw new EdgeOptionException(
          EdgeOptionException.UNSUPPORTED_FORMAT,
          "Messaging mode "
              + mode.text()
              + " with encoding "
              + encoding.text()
              + " is not available. Write --mm "
              + String.join(", ", MODES.stream().map(MessagingMode::text).toList())
              + " with --me "
              + String.join(", ", ENCODINGS.stream().map(MessageEncoding::text).toList()));
    }
    NamespaceFormat namespaces =
        values.oneOf(
            "DefaultNamespaceFormat",
            NamespaceFormat.values(),
            format -> format.name().replace("_", ""),
            strict ? NamespaceFormat.EXPANDED : NamespaceFormat.URI);
    return new MessageFormat(mode, encoding, strict, namespaces, values.bool("EnableRoutingInfo"));
  }

  private static MessagingMode full(MessagingMode mode) {
    return switch (mode) {
      case PUB_SUB -> MessagingMode.FULL_NETWORK_MESSAGES;
      case SAMPLES -> MessagingMode.FULL_SAMPLES;
      default -> mode;
    };
  }

  private Batch batch(boolean strict) {
    boolean unbatched = strict || values.isSet("DefaultTransport");
    int limit = values.number("IoTHubMaxMessageSize", 0, Integer.MAX_VALUE, 0);
    if (limit != 0 && limit < SMALLEST_MESSAGE_LIMIT) {
      throw values.find("IoTHubMaxMessageSize").orElseThrow().bad("is below 1024 bytes");
    }
    return new Batch(
        values.number("BatchSize", 0, 1_000_000, unbatched ? 0 : LEGACY_BATCH_SIZE),
        values.duration("BatchTriggerInterval", unbatched ? Duration.ZERO : LEGACY_BATCH_INTERVAL),
        limit);
  }

  private String transportName() {
    Optional<OptionValue> written = values.find("DefaultTransport");
    if (written.isEmpty()) {
      return "iothub";
    }
    String name = written.get().text().strip().toLowerCase(Locale.ROOT);
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      throw written.get().bad("names no transport. Write IoTHub, Mqtt, FileSystem or Null");
    }
    return switch (name) {
      case "mqtt", "aiomqtt" -> "mqtt5";
      case "filesystem" -> "file";
      case "null" -> "log";
      default -> name;
    };
  }

  private MonitoringOptions monitoring() {
    return new MonitoringOptions(
        values.duration("DefaultPublishingInterval", Duration.ofSeconds(1)),
        values.duration("DefaultSamplingInterval", Duration.ofSeconds(1)),
        Math.max(1, values.number("DefaultQueueSize", 0, Integer.MAX_VALUE, 1)),
        values.bool("DiscardNew"),
        values.bool("FetchOpcNodeDisplayName"),
        values.bool("DefaultSkipFirst"),
        values.duration("DefaultHeartbeatInterval", Duration.ZERO));
  }

  private SessionOptions sessions() {
    Duration least = positive("MinReconnectDelay", Duration.ofSeconds(1));
    Duration most = positive("MaxReconnectDelay", Duration.ofSeconds(60));
    return new SessionOptions(
        positive("CreateSessionTimeout", Duration.ofSeconds(5)),
        positive("DefaultSessionTimeout", Duration.ofSeconds(60)),
        positive("OperationTimeout", Duration.ofSeconds(120)),
        positive("KeepAliveInterval", Duration.ofSeconds(10)),
        least,
        most.compareTo(least) < 0 ? least : most,
        values.duration("LingerTimeoutSeconds", LINGER),
        values.duration("DefaultConnectTimeout", Duration.ZERO),
        positive("DefaultServiceCallTimeout", Duration.ofSeconds(180)));
  }

  private Duration positive(String key, Duration otherwise) {
    Duration duration = values.duration(key, otherwise);
    if (duration.isZero()) {
      throw values.find(key).orElseThrow().bad("must be more than zero");
    }
    return duration;
  }

  private PkiOptions pki(Path data) {
    return new PkiOptions(
        values.text("ApplicationName", "Bactrian"),
        values.text("ApplicationUri", ""),
        values.path("PkiRootPath", data.resolve("pki")),
        values.bool("AutoAcceptUntrustedCertificates"));
  }

  private TransportOptions transport() {
    Optional<OptionValue> connectionString =
        values.find("EdgeHubConnectionString").filter(value -> !value.text().isEmpty());
    HubCredential hub =
        connectionString.isPresent()
            ? HubCredential.ConnectionString.of(connectionString.get())
            : values.isSet("IOTEDGE_WORKLOADURI")
                ? new HubCredential.IotEdgeModule()
                : new HubCredential.None();
    return new TransportOptions(
        hub,
        values.path("BactrianHubCa", NONE),
        values.find("MqttClientConnectionString").map(MqttBroker::of).orElse(MqttBroker.NONE),
        new TopicTemplates(
            values.text("RootTopicTemplate", TopicTemplates.DEFAULT.root()),
            values.text("MethodTopicTemplate", TopicTemplates.DEFAULT.methods())),
        values.path("OutputRoot", NONE));
  }

  private HttpOptions http() {
    return new HttpOptions(
        !values.bool("BactrianDisableHttp"),
        values.text("BactrianHttpHost", HttpOptions.LOOPBACK),
        values.number("HttpServerPort", 0, 65_535, HttpOptions.DEFAULT_PORT),
        plainPort(),
        apiKey(),
        values.bool("RenewTlsCertificateOnStartup"),
        !values.bool("DisableOpenApiEndpoint"));
  }

  /** The port may be left out, so that a boolean stands in its place. */
  private int plainPort() {
    Optional<OptionValue> written = values.find("UnsecureHttpServerPort");
    if (written.isEmpty()) {
      return -1;
    }
    if (OptionValue.isBoolean(written.get().text().strip())) {
      return written.get().asBoolean() ? HttpOptions.DEFAULT_PLAIN_PORT : -1;
    }
    return written.get().asInt(0, 65_535);
  }

  private String apiKey() {
    Optional<OptionValue> written = values.find("ApiKey");
    if (written.isPresent() && written.get().text().isBlank()) {
      throw new EdgeOptionException(
          EdgeOptionException.BAD_VALUE, written.get().where() + " is blank. Write a long one");
    }
    return written.map(value -> value.text().strip()).orElse("");
  }

  private Path folder(String key) {
    Path folder = values.path(key, NONE);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw values.find(key).orElseThrow().bad("is a file, not a folder");
    }
    return folder;
  }

  /** Names and descriptions of the options that are acted on, for the help. */
  public static List<String> help() {
    return OptionCatalog.instance().options().stream()
        .filter(option -> !option.description().isEmpty())
        .map(EdgeOptionsReader::help)
        .toList();
  }

  private static String help(CatalogOption option) {
    String names =
        String.join(
            ", ",
            option.names().stream().limit(2).map(n -> (n.length() > 1 ? "--" : "-") + n).toList());
    String unit =
        switch (option.unit()) {
          case MILLISECONDS -> " (ms)";
          case SECONDS -> " (s)";
          case NONE -> "";
        };
    return String.format("%-46s %s%s", names, option.description(), unit);
  }
}
