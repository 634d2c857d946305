package org.bactrian.iothub.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bactrian.iothub.rest.HubFaultCondition.hubFault;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.model.fault.FaultKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A hub that takes connections and says nothing, as one whose process is frozen. */
class FrozenHubTest {

  @Test
  @Tag("faults")
  void aRequestToAFrozenHubFailsWithinTheTimeThatCallersHave() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      HubService hub =
          new HubService(
              ConnectionString.parse(
                  "HostName=hub.localhost;SharedAccessKeyName=iothubowner;SharedAccessKey=c2VjcmV0"),
              "localhost:" + silent.getLocalPort(),
              "");
      Instant begin = Instant.now();

      assertThatThrownBy(() -> hub.query("SELECT * FROM devices", 10, ""))
          .is(hubFault(FaultKind.EXTERNAL_DEPENDENCY))
          .hasMessageContaining("did not answer in time");

      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }
  }
}
