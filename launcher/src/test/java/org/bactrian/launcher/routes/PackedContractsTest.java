package org.bactrian.launcher.routes;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.web.contract.Contracts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contracts that come with the roles, whose schemas a role makes at the first request only. */
class PackedContractsTest {

  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @ValueSource(strings = {"openapi/edge", "openapi/cloud"})
  void everyOperationHasASchemaThatABodyCanBeHeldTo(String folder) {
    Contracts contracts = Contracts.packed(new DefaultCamelContext(), folder);

    assertThatCode(() -> holdABodyToEach(contracts)).doesNotThrowAnyException();
  }

  private static void holdABodyToEach(Contracts contracts) {
    contracts.all().stream()
        .flatMap(contract -> contract.operations().stream())
        .map(operation -> contracts.validator(operation.id()).orElseThrow())
        .forEach(validator -> validator.check(name -> List.of(), BODY));
  }
}
