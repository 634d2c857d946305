package org.bactrian.launcher.routes;

/** Result of checking a file, before any of it runs. */
sealed interface RouteCheckResult {

  /** Nothing speaks against it. */
  record Valid(RouteFile file, RouteFacts facts) implements RouteCheckResult {}

  /** It cannot run. */
  record Invalid(RouteFile file, RouteFault fault) implements RouteCheckResult {}
}
