package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.web.http.HttpLimits;
import org.bactrian.web.http.TransportSecurity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestServerLifecycleTest {

  @Test
  void aServerThatIsClosedLeavesNoThreads(@TempDir Path data) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Set<Thread> ofServer;
    try (RestTestServer server = RestTestServer.open(data)) {
      assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
      ofServer = new HashSet<>(Thread.getAllStackTraces().keySet());
      ofServer.removeAll(before);
      ofServer.removeIf(thread -> !thread.getName().startsWith("vert.x-"));
      assertThat(ofServer).isNotEmpty();
    }

    await().untilAsserted(() -> assertThat(ofServer).noneMatch(Thread::isAlive));
  }

  @Test
  void aPortThatIsTakenIsNamedWithTheOptionThatChoosesAnother(@TempDir Path data) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DefaultCamelContext context = new DefaultCamelContext()) {
      HttpSettings settings =
          new HttpSettings(
              HttpSettings.LOOPBACK,
              taken.getLocalPort(),
              HttpLimits.DEFAULT,
              List.of(),
              TokenVerifier.of(LocalTokens.in(data)),
              true,
              new TransportSecurity.Plain());

      assertThatThrownBy(() -> settings.server().configure(context))
          .hasRootCauseInstanceOf(BindException.class)
          .hasStackTraceContaining("Port " + taken.getLocalPort() + " of 127.0.0.1")
          .hasStackTraceContaining("choose another with --port");
    }
  }
}
