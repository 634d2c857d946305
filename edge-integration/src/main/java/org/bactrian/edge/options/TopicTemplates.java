package org.bactrian.edge.options;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Templates of the topics at an MQTT broker, with variables in braces.
 *
 * @param root what the others begin with; may name {@code {PublisherId}} and {@code {SiteId}}
 * @param methods where methods are called: the topic of method X is this, a slash and X; may name
 *     {@code {RootTopic}}, too; empty for no methods
 */
public record TopicTemplates(String root, String methods) {

  /** The topics of OPC Publisher. */
  public static final TopicTemplates DEFAULT =
      new TopicTemplates("{PublisherId}", "{RootTopic}/methods");

  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]+)}");
  private static final String NOBODY = "$default";

  /**
   * The topic that methods are called below, without a slash at its end.
   *
   * @param publisherId name of the publisher, empty for none
   * @param siteId site of the edge, empty for none
   */
  public String methodTopic(String publisherId, String siteId) {
    Map<String, String> names =
        Map.of(
            "publisherid", orNobody(publisherId),
            "siteid", orNobody(siteId));
    String rootTopic = filled(root, names);
    return filled(
            methods,
            Map.of(
                "publisherid", names.get("publisherid"),
                "siteid", names.get("siteid"),
                "roottopic", rootTopic))
        .replaceAll("/+$", "");
  }

  /**
   * A topic of another template.
   *
   * @param template may name {@code {RootTopic}} and the names of {@code others} besides
   * @param others values of further variables by their name in lower case
   */
  public String topic(
      String template, String publisherId, String siteId, Map<String, String> others) {
    Map<String, String> names = new HashMap<>(others);
    names.put("publisherid", orNobody(publisherId));
    names.put("siteid", orNobody(siteId));
    names.put("roottopic", filled(root, names));
    return filled(template, names);
  }

  private static String orNobody(String name) {
    return name.isEmpty() ? NOBODY : name;
  }

  /** A variable that there is not is written as its name. */
  private static String filled(String template, Map<String, String> values) {
    return VARIABLE
        .matcher(template)
        .replaceAll(
            variable -> {
              String name = variable.group(1);
              String value = values.getOrDefault(name.toLowerCase(Locale.ROOT), name);
              return Matcher.quoteReplacement(value);
            });
  }
}
