package org.bactrian.edge.http;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.bactrian.web.http.ClientCertificateTrust;

/**
 * Health check that names files of trusted clients which do not count. It is up nevertheless: the
 * other clients are served, and a restart would change nothing.
 */
final class ClientCertificatesHealthCheck extends AbstractHealthCheck {

  static final String ID = "http-clients";

  private final ClientCertificateTrust clients;

  ClientCertificatesHealthCheck(ClientCertificateTrust clients) {
    super("bactrian", ID);
    this.clients = clients;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    clients.ignoredFiles().ifPresent(builder::message);
    builder.up();
  }
}
