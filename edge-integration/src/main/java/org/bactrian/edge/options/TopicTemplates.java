package org.bactrian.edge.options;

import org.bactrian.edge.topic.TopicFormatter;

/**
 * Templates of the topics at an MQTT broker, with variables in braces.
 *
 * @param root what the others begin with; may name {@code {PublisherId}} and {@code {SiteId}}
 * @param methods where methods are called: the topic of method X is this, a slash and X; may name
 *     {@code {RootTopic}}, too; empty for no methods
 * @param events topic of events that are no telemetry; may name {@code {EventSource}}, {@code
 *     {EventName}} and {@code {EventContext}} besides
 */
public record TopicTemplates(String root, String methods, String events) {

  /** The topics of OPC Publisher. */
  public static final TopicTemplates DEFAULT =
      new TopicTemplates(
          TopicFormatter.ROOT, "{RootTopic}/methods", "{RootTopic}/{EventSource}/{EventName}");

  private static final String METHODS = "MethodTopic";

  /** Name of the template of events. */
  public static final String EVENTS = "EventsTopic";

  /**
   * A formatter that knows these templates.
   *
   * @param publisherId name of the publisher, empty for none
   * @param siteId site of the edge, empty for none
   */
  public TopicFormatter formatter(String publisherId, String siteId) {
    return TopicFormatter.of(root, publisherId, siteId)
        .withTemplate(METHODS, methods)
        .withTemplate(EVENTS, events);
  }

  /**
   * The topic that methods are called below, without a slash at its end.
   *
   * @param publisherId name of the publisher, empty for none
   * @param siteId site of the edge, empty for none
   */
  public String methodTopic(String publisherId, String siteId) {
    return formatter(publisherId, siteId).format(METHODS).replaceAll("/+$", "");
  }
}
