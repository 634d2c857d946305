package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option that OPC Publisher 2.8.6 and 2.9.15 have, as {@code cli.json} lists them. */
class OpcPublisherOptionsTest {

  /** Values that are right for the options whose values are checked. */
  private static final Map<String, String> RIGHT_VALUES =
      Map.ofEntries(
          Map.entry("MessagingMode", "PubSub"),
          Map.entry("MessageEncoding", "Json"),
          Map.entry("NamespaceFormat", "Uri"),
          Map.entry("LogLevel", "Information"),
          Map.entry("LogEventLevel", "Debug"),
          Map.entry("WriterGroupTransport", "Mqtt"),
          Map.entry("string", "1"),
          Map.entry("LogFormat", "systemd"),
          Map.entry("ApplicationCertificateSubjectName", "CN=Line 3"),
          Map.entry("OtlpCollectorEndpoint", "http://c:4317"),
          Map.entry("DiagnosticsTarget", "Events"),
          Map.entry("EdgeHubConnectionString", "HostName=h;DeviceId=d;SharedAccessKey=c2VjcmV0"),
          Map.entry("HeartbeatBehavior", "WatchdogLKG"),
          Map.entry("DataChangeTriggerType", "Status"),
          Map.entry("MessageTimestamp", "PublishTime"),
          Map.entry("MonitoredItemWatchdogCondition", "WhenAnyIsLate"),
          Map.entry("SubscriptionWatchdogBehavior", "Reset"),
          // As a connection string of a broker, and as any other text.
          Map.entry("MqttClientConnectionString", "HostName=b"),
          Map.entry("QoS", "AtLeastOnce"),
          Map.entry("DataSetRoutingMode", "UseBrowseNames"));

  static Stream<Arguments> names() throws IOException {
    List<Arguments> names = new ArrayList<>();
    for (String version : List.of("v2.8.6", "v2.9.15")) {
      for (JsonNode option : golden().get(version)) {
        for (JsonNode name : option.get("names")) {
          names.add(Arguments.of(version, name.asText(), argument(option)));
        }
      }
    }
    return names.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("names")
  void everyNameIsRecognised(String version, String name, String argument) {
    EdgeOptionsReader.Result result = EdgeOptionsReader.read(List.of(name + argument), Map.of());

    assertThat(result.warnings()).noneMatch(warning -> warning.startsWith("Unknown"));
    assertThat(OptionCatalog.instance().find(name.replaceFirst("^-+", "")))
        .hasValueSatisfying(
            option ->
                assertThat(result.warnings())
                    .as("named in a warning unless it is acted on")
                    .hasSize(option.state() == CatalogOption.State.ACTED ? 0 : 1)
                    .allMatch(warning -> warning.contains(name)));
  }

  static Stream<Arguments> environmentVariables() throws IOException {
    List<Arguments> names = new ArrayList<>();
    for (String version : List.of("v2.8.6", "v2.9.15")) {
      for (JsonNode option : golden().get(version)) {
        if (!option.path("env").isNull() && !option.path("env").isMissingNode()) {
          names.add(Arguments.of(version, option.get("env").asText()));
        }
      }
    }
    return names.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("environmentVariables")
  void everyEnvironmentVariableIsRecognised(String version, String variable) {
    assertThat(OptionCatalog.instance().options())
        .flatExtracting(option -> OptionCatalog.environmentNames(option.key()))
        .contains(variable);
  }

  private static String argument(JsonNode option) {
    if (option.get("argument").asText().equals("flag")) {
      return "";
    }
    String env = option.path("env").asText();
    String type = RIGHT_VALUES.containsKey(env) ? env : option.get("type").asText();
    return "=" + RIGHT_VALUES.getOrDefault(type, type.equals("bool") ? "true" : "2048");
  }

  static JsonNode golden() throws IOException {
    try (InputStream stream = OpcPublisherOptionsTest.class.getResourceAsStream("cli.json")) {
      return new ObjectMapper().readTree(stream);
    }
  }
}
