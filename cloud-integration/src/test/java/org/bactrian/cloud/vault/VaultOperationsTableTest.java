package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of VAULT.md, which shows the operations of the vault, who may, and what tries them. */
class VaultOperationsTableTest {

  @Test
  void itHasTheOperationsOfTheContractInTheirOrder() throws IOException {
    List<List<Object>> contract =
        VaultTestServer.contract().operations().stream()
            .map(one -> List.<Object>of(one.id(), one.method() + " " + one.path(), one.roles()))
            .toList();

    assertThat(TabledOperation.all())
        .extracting(line -> List.<Object>of(line.id(), line.request(), line.roles()))
        .containsExactlyElementsOf(contract);
  }

  /** {@link TabledOperationsCheck} sees to it that they carry out what they are named for. */
  @Test
  void itNamesTestsThatRun() {
    List<String> tests =
        Stream.of(VaultRestTest.class, GroupAuthoritiesTest.class)
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(TabledOperation::name)
            .toList();

    assertThat(TabledOperation.all()).extracting(TabledOperation::test).isSubsetOf(tests);
  }
}
