package org.bactrian.opcua.component;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionState;

/**
 * Health check of a session that names the fault and the remedy when it is down. It belongs to the
 * readiness of the process only: a restart would not bring a server back.
 */
public final class SessionHealthCheck extends AbstractHealthCheck {

  private final Session session;

  /**
   * @param id name of the check among all of the context
   */
  public SessionHealthCheck(String id, Session session) {
    super("bactrian", id);
    this.session = session;
  }

  /** Makes the check one of the context's, where the context has any. */
  public void registerIn(CamelContext context) {
    HealthCheckRegistry registry = HealthCheckRegistry.get(context);
    if (registry != null) {
      setCamelContext(context);
      registry.register(this);
    }
  }

  /** Takes the check back. */
  public void unregisterFrom(CamelContext context) {
    HealthCheckRegistry registry = HealthCheckRegistry.get(context);
    if (registry != null) {
      registry.unregister(this);
    }
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    SessionState state = session.state();
    builder.detail("endpointUrl", session.settings().endpointUrl());
    builder.detail("state", state.getClass().getSimpleName());
    if (state instanceof SessionState.Connected) {
      builder.up();
    } else if (state instanceof SessionState.Disconnected fault) {
      builder.detail("since", fault.since().toString());
      builder.detail("attempts", fault.attempts());
      builder.message(fault.fault());
      builder.down();
    } else {
      builder.message(session.settings().endpointUrl() + ": not connected yet");
      builder.down();
    }
  }
}
