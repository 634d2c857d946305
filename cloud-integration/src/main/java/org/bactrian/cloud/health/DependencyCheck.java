package org.bactrian.cloud.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.bactrian.model.thread.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Readiness check of a service that the role needs. The process stays alive all the same: a restart
 * would not mend it. However often it is asked, the service is asked every ten seconds at most, and
 * the answer takes two seconds at most.
 */
final class DependencyCheck extends AbstractHealthCheck {

  private static final Duration KEPT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Dependency dependency;
  private final InstantSource clock;
  private @Nullable CompletableFuture<Void> look;
  private Instant lookedAt = Instant.MIN;

  DependencyCheck(Dependency dependency, InstantSource clock) {
    super("bactrian", dependency.name());
    this.dependency = dependency;
    this.clock = clock;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    try {
      look().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      builder.up();
    } catch (ExecutionException e) {
      builder.message(dependency.name() + " does not answer: " + reason(e)).down();
    } catch (TimeoutException e) {
      builder
          .message(dependency.name() + " has not answered within " + PATIENCE.toSeconds() + " s")
          .down();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      builder.message("The look at " + dependency.name() + " was interrupted").down();
    }
  }

  private synchronized CompletableFuture<Void> look() {
    boolean fresh = clock.instant().isBefore(lookedAt.plus(KEPT));
    if (look == null || look.isDone() && !fresh) {
      CompletableFuture<Void> next = new CompletableFuture<>();
      DaemonThreads.of("readiness-" + dependency.name(), () -> reach(next)).start();
      look = next;
      lookedAt = clock.instant();
    }
    return look;
  }

  private void reach(CompletableFuture<Void> result) {
    try {
      dependency.reach();
      result.complete(null);
    } catch (Exception e) {
      result.completeExceptionally(e);
    }
  }

  private static String reason(ExecutionException fault) {
    Throwable failure = Objects.requireNonNullElse(fault.getCause(), fault);
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
