package org.bactrian.launcher.routes;

/** What a look at a file found, before anything of it runs. */
sealed interface RouteCheckResult {

  /** Nothing speaks against it. */
  record Sound(RouteFile file, RouteFacts facts) implements RouteCheckResult {}

  /** It cannot run. */
  record Unsound(RouteFile file, RouteFault fault) implements RouteCheckResult {}
}
