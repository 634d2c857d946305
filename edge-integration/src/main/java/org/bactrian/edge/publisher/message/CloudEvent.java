package org.bactrian.edge.publisher.message;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bactrian.edge.topic.EncodableText;

/**
 * Context attributes that messages of one kind have in common as CloudEvents (CloudEvents 1.0).
 *
 * @param type kind of event
 * @param source URI of the source
 * @param subject subject, empty for none
 */
public record CloudEvent(String type, String source, String subject) {

  private static final String URN = "urn";
  private static final String UNNAMED = "unnamed";

  /** Replaces characters that no attribute can have; names come from servers, too. */
  public CloudEvent {
    type = EncodableText.cleaned(type);
    source = EncodableText.cleaned(source);
    subject = EncodableText.cleaned(subject);
  }

  /**
   * An event of a source under its name.
   *
   * @param source absolute URI, or a text that becomes a {@code urn:}
   */
  public static CloudEvent of(String type, String source, String subject) {
    return new CloudEvent(type, uri(source), subject);
  }

  /** The attributes of one message, under their names in application properties. */
  public Map<String, String> attributes(String id) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", id);
    attributes.put("source", source);
    attributes.put("type", type);
    if (!subject.isEmpty()) {
      attributes.put("subject", subject);
    }
    return attributes;
  }

  private static String uri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.isAbsolute()) {
        return text;
      }
    } catch (URISyntaxException e) {
      // A name.
    }
    String name = text.startsWith(URN + ":") ? text.substring(URN.length() + 1) : text;
    try {
      return new URI(URN, name, null).toASCIIString();
    } catch (URISyntaxException e) {
      // Also a server may have any name, and its values are published all the same.
      return URN + ":" + (name.isEmpty() ? UNNAMED : percentEncoded(name));
    }
  }

  private static String percentEncoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
