package org.bactrian.opcua.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  private final CompletableFuture<String> result = new CompletableFuture<>();

  @Test
  void anAnswerInTimeIsPassedOnByTheThreadThatBroughtIt() throws Exception {
    CompletableFuture<Thread> heardBy =
        Deadline.within(Duration.ofMinutes(1), result).thenApply(answer -> Thread.currentThread());

    result.complete("answer");

    assertThat(heardBy.get()).isSameAs(Thread.currentThread());
  }

  @Test
  void aFaultInTimeIsPassedOn() {
    CompletableFuture<String> bounded = Deadline.within(Duration.ofMinutes(1), result);

    result.completeExceptionally(new IllegalStateException("broken"));

    assertThatThrownBy(bounded::get).hasCause(new IllegalStateException("broken"));
  }

  @Test
  void whoeverHearsThatThereWasNoAnswerDoesNotKeepTheThreadOfAllAlarms() {
    CompletableFuture<String> heardBy =
        Deadline.within(Duration.ofMillis(1), result)
            .handle((answer, late) -> Thread.currentThread().getName());

    assertThat(heardBy.join()).doesNotContain("CompletableFutureDelayScheduler");
  }

  @Test
  void noAnswerInTimeIsATimeout() {
    assertThatThrownBy(() -> Deadline.within(Duration.ofMillis(1), result).get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            UaException.class,
            fault -> assertThat(fault.getStatusCode().value()).isEqualTo(StatusCodes.Bad_Timeout));
  }
}
