package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Check after each test that it has carried out the operations that VAULT.md names it for. */
final class TabledOperationsCheck implements AfterEachCallback {

  private final Supplier<Set<String>> carriedOut;

  /**
   * @param carriedOut takes the ids of the operations that were carried out since it was last asked
   */
  TabledOperationsCheck(Supplier<Set<String>> carriedOut) {
    this.carriedOut = carriedOut;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Set<String> ids = carriedOut.get();
    String test = TabledOperation.name(context.getRequiredTestMethod());
    List<String> tabled =
        TabledOperation.all().stream()
            .filter(line -> line.test().equals(test))
            .map(TabledOperation::id)
            .toList();
    // A test that failed, or that had no openssl, has not come to its end.
    if (context.getExecutionException().isEmpty()) {
      assertThat(tabled).isSubsetOf(ids);
    }
  }
}
