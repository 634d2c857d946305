package org.bactrian.web.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.util.Collection;
import java.util.List;

/** Lists the HTTP methods of users' routes at a path, which Vert.x knows but does not expose. */
final class AllowedMethods {

  private AllowedMethods() {}

  /** Names of the methods, in alphabetical order. */
  static List<String> at(String path, Collection<Route> routes) {
    return routes.stream()
        .filter(route -> route.methods() != null && route.getPath() != null)
        .filter(route -> matches(route.getPath(), path))
        .flatMap(route -> route.methods().stream())
        .map(HttpMethod::name)
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean matches(String template, String path) {
    String[] wanted = template.split("/");
    String[] segments = path.split("/");
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].endsWith("*")) {
        return true;
      }
      if (i >= segments.length || (!wanted[i].startsWith(":") && !wanted[i].equals(segments[i]))) {
        return false;
      }
    }
    return wanted.length == segments.length;
  }
}
