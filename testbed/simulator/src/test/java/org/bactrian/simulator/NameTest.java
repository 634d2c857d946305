package org.bactrian.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Application URI of a simulator. */
class NameTest {

  private static final String PRESS = "urn:hall:press";

  @TempDir private Path data;

  @Test
  void itsDescriptionAndItsCertificateCarryTheUriThatItWasGiven() throws Exception {
    try (Simulator simulator = Simulator.start(settings().withApplicationUri(PRESS))) {
      assertThat(endpointsOf(simulator))
          .hasSize(5)
          .allSatisfy(endpoint -> assertThat(uriOf(endpoint)).isEqualTo(PRESS))
          .allSatisfy(endpoint -> assertThat(certifiedUriOf(endpoint)).isEqualTo(PRESS));
    }
  }

  @Test
  void aCertificateIsKeptWhileTheUriIsTheSameAndMadeAnewForAnother() throws Exception {
    byte[] first = certificateAfterStart(PRESS);

    assertThat(certificateAfterStart(PRESS)).isEqualTo(first);
    assertThat(certificateAfterStart("urn:hall:oven")).isNotEqualTo(first);
  }

  private byte[] certificateAfterStart(String uri) throws Exception {
    try (Simulator simulator = Simulator.start(settings().withApplicationUri(uri))) {
      EndpointDescription endpoint = endpointsOf(simulator).get(0);
      assertThat(certifiedUriOf(endpoint)).isEqualTo(uri);
      return endpoint.getServerCertificate().bytesOrEmpty();
    }
  }

  private SimulatorSettings settings() {
    return SimulatorSettings.in(data).withPort(0);
  }

  private static List<EndpointDescription> endpointsOf(Simulator simulator) throws Exception {
    return DiscoveryClient.getEndpoints(simulator.endpointUrl()).get();
  }

  private static String uriOf(EndpointDescription endpoint) {
    return endpoint.getServer().getApplicationUri();
  }

  private static String certifiedUriOf(EndpointDescription endpoint) throws Exception {
    return CertificateUtil.getSanUri(
            CertificateUtil.decodeCertificate(endpoint.getServerCertificate().bytesOrEmpty()))
        .orElse("");
  }
}
