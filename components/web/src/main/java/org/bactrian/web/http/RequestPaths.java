package org.bactrian.web.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
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

  /** The request, its path spelled as it is known here. */
  HttpServerRequest spelled(HttpServerRequest request) {
    String path = request.path();
    if (path == null) {
      return request;
    }
    Optional<String> spelled =
        Optional.ofNullable(pages.get(lower(path))).or(() -> contracts.spelled(path));
    return spelled.isEmpty() || spelled.get().equals(path)
        ? request
        : new Spelled((HttpServerRequestInternal) request, path, spelled.get());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** A request whose path is spelled otherwise than it was sent. */
  private static final class Spelled extends HttpServerRequestWrapper {

    private final String path;
    private final String uri;

    private Spelled(HttpServerRequestInternal request, String sent, String path) {
      super(request);
      this.path = path;
      String whole = request.uri();
      int at = whole.indexOf(sent);
      this.uri = whole.substring(0, at) + path + whole.substring(at + sent.length());
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public String uri() {
      return uri;
    }
  }
}
