package org.bactrian.edge.options;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All options that the edge recognises, read from {@code options.tsv} beside this class. */
final class OptionCatalog {

  /** Environment variables of 2.8 that 2.9 names otherwise, and those that 2.9.17 takes as well. */
  private static final Map<String, String> FORMER_KEYS =
      Map.of(
          "SiteId", "site",
          "DefaultLifetimeCount", "MinSubscriptionLifetime",
          "DefaultKeepAliveCount", "MaxKeepAliveCount",
          "MaxNetworkMessageSendQueueSize", "MaxOutgressMessages",
          "DefaultDataChangeTrigger", "DefaulDataChangeTrigger",
          "OtlpCollectorEndpoint", "OTLP_GRPC_METRIC_ENDPOINT",
          "OtlpExportIntervalMilliseconds", "OTLP_METRIC_EXPORT_INTERVAL_3P");

  private static final String GROUP = "## ";

  private static final OptionCatalog INSTANCE = load();

  private final List<CatalogOption> options;
  private final Map<String, CatalogOption> byName = new HashMap<>();

  private OptionCatalog(List<CatalogOption> options) {
    this.options = options;
    for (CatalogOption option : options) {
      for (String name : option.names()) {
        byName.put(name, option);
      }
    }
  }

  static OptionCatalog instance() {
    return INSTANCE;
  }

  List<CatalogOption> options() {
    return options;
  }

  /** The option of that name, which has no prefix. */
  Optional<CatalogOption> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The names under which {@code key} may stand in the environment, the first before the others.
   */
  static List<String> environmentNames(String key) {
    if (key.startsWith("Bactrian")) {
      return List.of(key.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }
    String former = FORMER_KEYS.get(key);
    return former == null ? List.of(key) : List.of(key, former);
  }

  private static OptionCatalog load() {
    try (InputStream stream = OptionCatalog.class.getResourceAsStream("options.tsv");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      List<CatalogOption> options = new ArrayList<>();
      String group = "";
      for (String line : reader.lines().toList()) {
        if (line.startsWith(GROUP)) {
          group = line.substring(GROUP.length());
        } else if (!line.startsWith("#") && !line.isBlank()) {
          options.add(parse(line, group));
        }
      }
      return new OptionCatalog(List.copyOf(options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CatalogOption parse(String line, String group) {
    String[] columns = line.split("\t", -1);
    return new CatalogOption(
        columns[0],
        CatalogOption.Value.valueOf(columns[1].toUpperCase(Locale.ROOT)),
        switch (columns[2]) {
          case "ms" -> CatalogOption.Unit.MILLISECONDS;
          case "s" -> CatalogOption.Unit.SECONDS;
          default -> CatalogOption.Unit.NONE;
        },
        CatalogOption.State.valueOf(columns[3].toUpperCase(Locale.ROOT)),
        Arrays.stream(columns[4].split(" ")).map(name -> name.replaceFirst("^-+", "")).toList(),
        columns.length > 5 ? columns[5] : "",
        group);
  }
}
