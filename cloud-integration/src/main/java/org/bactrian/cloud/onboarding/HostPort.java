package org.bactrian.cloud.onboarding;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port of it.
 *
 * @param host name or address in lower case, an IPv6 address with its brackets
 * @param port TCP port
 */
record HostPort(String host, int port) {

  private static final int DEFAULT_PORT = 4840;
  private static final Pattern URL =
      Pattern.compile("(?:[a-z][a-z0-9+.-]*://)?(\\[[^\\]]+\\]|[^/:\\s]+)(?::(\\d{1,5}))?(?:/.*)?");
  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final int MAX_PART = 255;

  /** Reads a URL, or what stands between its scheme and its path; empty for neither. */
  static Optional<HostPort> parse(String text) {
    Matcher parts = URL.matcher(text == null ? "" : text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    int port = parts.group(2) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(2));
    return Optional.of(new HostPort(parts.group(1), port));
  }

  /** The IPv4 address as a number; empty for a name. */
  OptionalLong address() {
    return address(host);
  }

  static OptionalLong address(String text) {
    Matcher parts = ADDRESS.matcher(text);
    if (!parts.matches()) {
      return OptionalLong.empty();
    }
    long number = 0;
    for (int group = 1; group <= parts.groupCount(); group++) {
      int part = Integer.parseInt(parts.group(group));
      if (part > MAX_PART) {
        return OptionalLong.empty();
      }
      number = number << Byte.SIZE | part;
    }
    return OptionalLong.of(number);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
