package org.bactrian.web.http;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hosts of URLs that never leave the machine, told without asking for their addresses. */
public final class LoopbackHost {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)\\]?");

  private LoopbackHost() {}

  /**
   * Returns whether a host is the machine itself.
   *
   * @param host host of a URL, null for none
   */
  public static boolean matches(@Nullable String host) {
    return host != null && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
