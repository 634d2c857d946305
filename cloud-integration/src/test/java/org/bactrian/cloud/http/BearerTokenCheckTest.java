package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.contract.OperationBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerTokenCheckTest {

  @TempDir private Path data;

  @Test
  void anOperationThatDoesNotSayWhoMayUseItIsRefused() {
    BearerTokenCheck check = new BearerTokenCheck(TokenVerifier.of(LocalTokens.in(data)));

    assertThatCode(() -> check.checkContract(operation(Set.of("read", "write"))))
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check.checkContract(operation(Set.of())))
        .withMessageContaining("GetThing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check.checkContract(operation(Set.of("owner"))))
        .withMessageContaining("sign");
  }

  private static Operation operation(Set<String> roles) {
    return OperationBuilder.builder()
        .id("GetThing")
        .method("GET")
        .path("/things/v2")
        .tag("Things")
        .bean("things")
        .open(false)
        .roles(roles)
        .parameters(List.of())
        .body(new Operation.Body.None())
        .answerType("application/json")
        .stream(false)
        .maxBodyBytes(Operation.DEFAULT_MAX_BODY_BYTES)
        .build();
  }
}
