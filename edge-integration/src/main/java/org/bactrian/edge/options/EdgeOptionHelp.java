package org.bactrian.edge.options;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bactrian.edge.options.CatalogOption.State;
import org.bactrian.edge.publisher.group.MessagingMode;

/** Help about the options of the edge. */
public final class EdgeOptionHelp {

  private EdgeOptionHelp() {}

  /** Names and descriptions of the options that are acted on, for the help. */
  public static List<String> lines() {
    return byGroup().values().stream().flatMap(List::stream).toList();
  }

  /** The same by the title of their group. */
  public static Map<String, List<String>> byGroup() {
    return OptionCatalog.instance().options().stream()
        .filter(option -> option.state() == State.ACTED)
        .collect(
            Collectors.groupingBy(
                CatalogOption::group,
                LinkedHashMap::new,
                Collectors.mapping(EdgeOptionHelp::help, Collectors.toList())));
  }

  /** Environment variables of the options that are acted on, with their descriptions. */
  public static List<String> environment() {
    return OptionCatalog.instance().options().stream()
        .filter(option -> option.state() == State.ACTED)
        .map(
            option ->
                String.format(
                    "%-46s %s",
                    String.join(", ", OptionCatalog.environmentNames(option.key())),
                    option.description()))
        .distinct()
        .toList();
  }

  /** Messaging modes that {@code --mm} takes. */
  public static List<String> messagingModes() {
    return Arrays.stream(MessagingMode.values()).map(MessagingMode::text).toList();
  }

  /** Names of all options with their prefix, for the completion of a shell. */
  public static List<String> names() {
    return OptionCatalog.instance().options().stream()
        .filter(option -> option.state() != State.LEGACY)
        .flatMap(option -> option.names().stream())
        .map(name -> (name.length() > 1 ? "--" : "-") + name)
        .distinct()
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
