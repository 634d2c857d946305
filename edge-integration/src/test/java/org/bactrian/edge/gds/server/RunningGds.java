package org.bactrian.edge.gds.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.bactrian.edge.options.GdsOptions;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.model.vault.ApplicationVaultAnswer;
import org.bactrian.model.vault.ApplicationVaultRequest;
import org.bactrian.model.vault.VaultRequestKind;
import org.bactrian.model.vault.VaultRequestState;
import org.bactrian.patience.TestAuthority;
import org.eclipse.milo.opcua.stack.core.UaException;

/** A Global Discovery Server, and a test in the place of the Vault. */
final class RunningGds implements AutoCloseable {

  static final String ADMIN_PASSWORD = "of the administrator";
  static final int MOST_APPLICATIONS = 20;
  private static final int MOST_REQUESTS = 100;

  private final TestAuthority authority = TestAuthority.root("Factory");
  private final Path data;
  private GlobalDiscovery gds;
  private int applications;

  RunningGds(Path data) {
    this.data = data;
    this.gds = start();
  }

  private GlobalDiscovery start() {
    GlobalDiscovery started =
        GlobalDiscovery.in(
            data,
            new GdsOptions(0, "127.0.0.1", ADMIN_PASSWORD),
            () -> "site1",
            Duration.ofMinutes(1),
            limit -> limit == AdmissionLimit.GDS_APPLICATIONS ? MOST_APPLICATIONS : MOST_REQUESTS,
            Clock.systemUTC());
    started.open();
    return started;
  }

  void restart() {
    gds.close();
    gds = start();
  }

  /** The authority that issues its certificates. */
  TestAuthority authority() {
    return authority;
  }

  Path pki() {
    return data.resolve("gds/pki");
  }

  /** An application that the operator trusts. */
  PullClient.Identity application() throws Exception {
    PullClient.Identity identity =
        PullClient.Identity.selfSigned("urn:test:application:" + ++applications);
    Files.write(
        pki().resolve("trusted/certs").resolve(UUID.randomUUID() + ".der"),
        identity.certificate().getEncoded());
    return identity;
  }

  PullClient connect(PullClient.Identity identity) throws UaException {
    return PullClient.connect(gds.endpointUrl(), identity);
  }

  PullClient connectAsAdministrator(PullClient.Identity identity, String password)
      throws UaException {
    return PullClient.connect(gds.endpointUrl(), identity, password);
  }

  /** The message that is sent next; empty when none is due. */
  Optional<ApplicationVaultRequest> next() throws IOException {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Exchange exchange = new DefaultExchange(context);
      gds.messages().next(exchange);
      Optional<ApplicationVaultRequest> request =
          Optional.ofNullable(exchange.getMessage().getBody(byte[].class))
              .map(body -> RegistryJson.read(body, ApplicationVaultRequest.class));
      request.map(ApplicationVaultRequest::requestId).ifPresent(gds.messages()::sent);
      return request;
    }
  }

  /** The next message of a kind; those before it are answered. */
  ApplicationVaultRequest next(VaultRequestKind kind) throws IOException {
    while (true) {
      ApplicationVaultRequest request = next().orElseThrow();
      if (request.kind() == kind) {
        return request;
      }
      answer(ApplicationVaultAnswer.of(request.requestId(), VaultRequestState.Completed));
    }
  }

  void answer(ApplicationVaultAnswer answer) {
    assertThat(gds.messages().finish(RegistryJson.bytes(answer)).known()).isTrue();
  }

  /** Answer with a certificate. */
  ApplicationVaultAnswer issued(ApplicationVaultRequest request, X509Certificate certificate) {
    return ApplicationVaultAnswer.of(request.requestId(), VaultRequestState.Completed)
        .with()
        .certificates(List.of(base64(certificate), base64(authority.certificate())))
        .build();
  }

  static String base64(X509Certificate certificate) {
    try {
      return base64(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void close() {
    gds.close();
  }
}
