package org.bactrian.web.metrics;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** URL of an OpenTelemetry collector. */
public final class CollectorUrl {

  private static final List<String> SCHEMES = List.of("http", "https");

  private static final int LAST_PORT = 65_535;

  private CollectorUrl() {}

  /**
   * Reads a URL, which is logged and so must not have credentials.
   *
   * @throws IllegalArgumentException with a reason that goes behind the value
   */
  public static URI parse(String text) {
    try {
      URI url = new URI(text.strip());
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if (SCHEMES.contains(scheme) && url.getHost() != null) {
        if (url.getPort() == 0 || url.getPort() > LAST_PORT) {
          throw new IllegalArgumentException("has no port from 1 to " + LAST_PORT);
        }
        if (url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null) {
          return url;
        }
        throw new IllegalArgumentException(
            "has a user, a query or a fragment. Leave them out; credentials go into"
                + " OTEL_EXPORTER_OTLP_HEADERS");
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(noUrl(), e);
    }
    throw new IllegalArgumentException(noUrl());
  }

  /** Returns a text for messages that tell what is wrong with it, without credentials. */
  public static String withoutCredentials(String text) {
    return text.replaceAll("//.*@", "//…@")
        .replaceAll("^(?!\\w+://).*@", "…@")
        .replaceAll("([?#]).*", "$1…");
  }

  private static String noUrl() {
    return "is no URL of an OpenTelemetry collector. Write one such as http://collector:4317";
  }
}
