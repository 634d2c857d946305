package org.bactrian.cloud.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.bactrian.model.registry.ApplicationIds;
import org.bactrian.model.registry.ApplicationType;
import org.bactrian.model.registry.EndpointIds;
import org.bactrian.model.registry.ServerSecurityMode;
import org.junit.jupiter.api.Test;

/**
 * The registry. Beyond what version 2.8 has, supervisors, discoverers and publishers tell the
 * version of their module, as 2.9 does.
 */
final class RegistryContractTest extends ServiceFacts {

  RegistryContractTest() {
    super("registry");
  }

  @Test
  void theIdsInExamplesAreThoseOfTheDemosPlant() {
    String application =
        ApplicationIds.of("plant-edge", null, ApplicationType.Server, "urn:bactrian:simulator")
            .orElseThrow();
    String endpoint =
        EndpointIds.of(
                application,
                "opc.tcp://localhost:50000",
                ServerSecurityMode.None,
                "http://opcfoundation.org/UA/SecurityPolicy#None")
            .orElseThrow();

    assertThat(examples("applicationId")).isNotEmpty().containsOnly(application);
    assertThat(examples("endpointId")).isNotEmpty().containsOnly(endpoint);
  }
}
