package org.bactrian.opcua.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProbeSchedulerTest {

  private final CancellationToken cancellation = new CancellationToken();
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @Test
  void noMoreProbesRunAtOnceThanAreAllowed() throws Exception {
    List<Integer> found = scan(200, 10, 10, number -> later(true)).run();

    assertThat(found).hasSize(200);
    assertThat(most).hasValueLessThanOrEqualTo(10).hasValueGreaterThan(1);
  }

  @Test
  void nothingIsLeftOutWhenTheHostRunsOutOfSockets() throws Exception {
    List<Integer> found =
        scan(
                100,
                20,
                2,
                number ->
                    active.get() >= 5
                        ? CompletableFuture.failedFuture(
                            new SocketsExhaustedException(new IOException("Too many open files")))
                        : later(true))
            .run();

    assertThat(found).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void aProbeThatFailsFoundNothing() throws Exception {
    List<Integer> found =
        scan(
                10,
                4,
                4,
                number ->
                    number % 2 == 0
                        ? CompletableFuture.failedFuture(new IOException("no route"))
                        : later(true))
            .run();

    assertThat(found).containsExactlyInAnyOrder(1, 3, 5, 7, 9);
  }

  @Test
  void whatWasFoundIsToldWithFiguresThatAddUp() throws Exception {
    ConcurrentLinkedQueue<ScanProgress> told = new ConcurrentLinkedQueue<>();
    ProbeScheduler<Integer> scan =
        new ProbeScheduler<>(
            IntStream.range(0, 10).iterator(),
            10,
            number -> later(number < 3),
            ProbeConcurrency.of(4, 100),
            new ScanListener<>() {
              @Override
              public void found(Integer candidate, ScanProgress figures) {
                told.add(figures);
              }
            },
            cancellation);

    scan.run();

    assertThat(told).extracting(ScanProgress::discovered).containsExactly(1, 2, 3);
    assertThat(told).allMatch(figures -> figures.total() == 10 && figures.workers() < 4);
    assertThat(scan.figures()).isEqualTo(new ScanProgress(0, 10, 10, 3));
  }

  @Test
  void aCancelledScanEndsAtOnceHoweverLongItsProbesTake() throws Exception {
    ProbeScheduler<Integer> scan = scan(1000, 10, 10, number -> new CompletableFuture<>());
    CompletableFuture<List<Integer>> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(scan.run());
              } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    thread.start();
    Awaitility.await().until(() -> scan.figures().workers() == 10);

    cancellation.cancel();

    assertThatThrownBy(result::join).isInstanceOf(CancellationException.class);
  }

  private ProbeScheduler<Integer> scan(int count, int most, int least, Probe<Integer> probe) {
    return new ProbeScheduler<>(
        IntStream.range(0, count).iterator(),
        count,
        probe,
        new ProbeConcurrency(most, least),
        new ScanListener<>() {},
        cancellation);
  }

  private CompletableFuture<Boolean> later(boolean yes) {
    most.accumulateAndGet(active.incrementAndGet(), Math::max);
    return CompletableFuture.supplyAsync(
        () -> {
          active.decrementAndGet();
          return yes;
        },
        CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS));
  }
}
