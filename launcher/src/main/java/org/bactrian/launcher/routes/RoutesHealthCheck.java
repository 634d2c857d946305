package org.bactrian.launcher.routes;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Health check that names files of routes that cannot run in the role's readiness. The process
 * stays alive: a restart would not fix them.
 */
public final class RoutesHealthCheck extends AbstractHealthCheck {

  private final LiveRoutes routes;

  /** A check of {@code routes}. */
  public RoutesHealthCheck(LiveRoutes routes) {
    super("bactrian", "routes");
    this.routes = routes;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    List<RouteFault> faults = routes.faults();
    if (!routes.isLoaded()) {
      builder.message("routes are loading").down();
      return;
    }
    if (faults.isEmpty()) {
      builder.up();
    } else {
      builder.message(plain(faults)).down();
    }
  }

  /** Without folders and double quotes, which Camel's health page escapes twice. */
  private static String plain(List<RouteFault> faults) {
    return faults.stream()
        .map(fault -> fault.toString().substring(fault.file().lastIndexOf('/') + 1))
        .map(text -> text.replace('"', '\''))
        .collect(Collectors.joining("; "));
  }
}
