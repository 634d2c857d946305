package org.bactrian.edge.publisher.nodes;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves the variables of topic templates for telemetry, such as {@code
 * {PublisherId}/{DataSetWriterGroup}}.
 */
record TelemetryTopics(String publisherId, String group) {

  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  /** The topic of a writer; a variable that is not known becomes its own name. */
  String topic(String template, String writer, AttributeValues values, String encoding) {
    Map<String, String> variables =
        Map.ofEntries(
            Map.entry("publisherid", escaped(publisherId)),
            Map.entry("roottopic", escaped(publisherId)),
            Map.entry("telemetrytopic", escaped(publisherId) + "/messages/" + escaped(group)),
            Map.entry("writergroup", escaped(group)),
            Map.entry("datasetwritergroup", escaped(group)),
            Map.entry("datasetwriter", escaped(writer)),
            Map.entry("datasetwritername", escaped(writer)),
            Map.entry("datasetname", escaped(dataSetName(values).orElse(writer))),
            Map.entry(
                "datasettopicpath",
                dataSetName(values)
                    .map(name -> escaped(name).replace('.', '/'))
                    .orElse(escaped(writer))),
            Map.entry("encoding", encoding));
    return VARIABLE
        .matcher(template)
        .replaceAll(
            found -> {
              String name = found.group(1);
              return Matcher.quoteReplacement(
                  variables.getOrDefault(name.toLowerCase(Locale.ROOT), name));
            });
  }

  private static Optional<String> dataSetName(AttributeValues values) {
    return Optional.of(values.text(EntryAttribute.DATA_SET_NAME)).filter(name -> !name.isEmpty());
  }

  /** Escapes characters that would make another topic, or a pattern (MQTT 5, 4.7.1). */
  private static String escaped(String text) {
    return text.replace("/", "%2F").replace("+", "%2B").replace("#", "%23");
  }
}
