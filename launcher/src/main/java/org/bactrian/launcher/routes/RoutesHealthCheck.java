package org.bactrian.launcher.routes;

import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Says in the role's readiness which files of routes cannot run. The process stays alive all the
 * same: a restart would not mend them.
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
    for (RouteFault fault : faults) {
      builder.detail(
          fault.line() > 0 ? fault.file() + ":" + fault.line() : fault.file(), fault.message());
    }
    if (faults.isEmpty()) {
      builder.up();
    } else {
      builder.message(faults.get(0).toString()).down();
    }
  }
}
