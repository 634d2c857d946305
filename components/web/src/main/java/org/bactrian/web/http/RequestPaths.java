package org.bactrian.web.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bactrian.web.contract.Contracts;

/**
 * Checks the URL encoding of request paths and corrects the case of known ones before any handler
 * sees them; ASP.NET Core ignores their case, too. Safe for use by several threads.
 */
final class RequestPaths {

  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private final Contracts contracts;
  private final Map<String, String> pages = new HashMap<>();

  /**
   * @param pages paths besides those of operations, as they are spelled
   */
  RequestPaths(Contracts contracts, Collection<String> pages) {
    this.contracts = contracts;
    pages.forEach(page -> this.pages.put(lower(page), page));
  }

  /** Returns true when each {@code %} of path and query is followed by two hexadecimal digits. */
  static boolean isEncoded(HttpServerRequest request) {
    String uri = request.uri();
    return uri.indexOf('%') < 0 || !BAD_ESCAPE.matcher(uri).find();
  }

  /**
   * Routes a request again whose path is known in another spelling.
   *
   * @return false for a request whose path stays as it is
   */
  boolean reroute(RoutingContext context) {
    HttpServerRequest request = context.request();
    String path = request.path();
    Optional<String> spelled =
        Optional.ofNullable(pages.get(lower(path))).or(() -> contracts.spelled(path));
    if (spelled.isEmpty() || spelled.get().equals(path)) {
      return false;
    }
    String query = request.query();
    context.reroute(request.method(), query == null ? spelled.get() : spelled.get() + "?" + query);
    return true;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
