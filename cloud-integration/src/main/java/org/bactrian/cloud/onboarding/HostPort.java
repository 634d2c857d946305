package org.bactrian.cloud.onboarding;

import java.net.Inet4Address;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.model.discovery.AddressRanges;
import org.jspecify.annotations.Nullable;

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

  /** Reads a URL, or what stands between its scheme and its path; empty for neither. */
  static Optional<HostPort> parse(@Nullable String text) {
    Matcher parts = URL.matcher(text == null ? "" : text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    int port = parts.group(2) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(2));
    return Optional.of(new HostPort(parts.group(1), port));
  }

  /** The IPv4 address; empty for a name. */
  Optional<Inet4Address> address() {
    return AddressRanges.address(host);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
