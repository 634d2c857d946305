package org.bactrian.edge.discovery;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bactrian.edge.module.Site;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.model.discovery.DiscoveryStart;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.opcua.discovery.CancellationToken;
import org.bactrian.opcua.discovery.HostNetworks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs discoveries one after the other: the requested ones in order, and the recurring one again
 * and again with a pause between. Thread-safe.
 */
public final class Discoverer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Discoverer.class);

  /** A request and the means to give it up. */
  private record DiscoveryJob(
      DiscoveryPlan plan, boolean recurring, CancellationToken cancellation) {

    DiscoveryStart request() {
      return plan.request();
    }
  }

  private final ModuleId module;
  private final Site site;
  private final Supplier<HostNetworks> networks;
  private final int maxWaiting;
  private final DiscoveryOutbox outbox;
  private final DiscoveryReports reports;
  private final ScheduledExecutorService worker = DaemonThreads.timer("discovery");

  private final DiscoveryMetrics calls = new DiscoveryMetrics();
  private final List<DiscoveryJob> jobs = new ArrayList<>();
  private Optional<DiscoveryStart> recurring = Optional.empty();
  private long configurations;
  private boolean working;
  private boolean closed;

  /**
   * Nothing is discovered until somebody asks.
   *
   * @param module who discovers
   * @param networks where this host is, asked before each run
   * @param outboxes where messages wait; stays the caller's
   * @param maxWaiting largest number of discoveries that wait for their turn
   */
  public Discoverer(
      ModuleId module,
      Site site,
      Supplier<HostNetworks> networks,
      InstantSource clock,
      Outboxes outboxes,
      int maxWaiting) {
    this.module = module;
    this.outbox = new DiscoveryOutbox(outboxes, module);
    this.site = site;
    this.networks = networks;
    this.maxWaiting = maxWaiting;
    this.reports = new DiscoveryReports(module.toString(), outbox, clock);
  }

  DiscoveryOutbox outbox() {
    return outbox;
  }

  /** Id of the discoverer, as results name it. */
  public ModuleId module() {
    return module;
  }

  /** Servers as this module would report them. */
  FoundServers foundServers() {
    return new FoundServers(site.name().orElse(null), module.toString());
  }

  /**
   * Puts a discovery behind those that wait.
   *
   * @throws OperationException of kind BAD_REQUEST when it cannot be meant
   * @throws OperationException of kind BUSY when too many wait
   */
  public void discover(DiscoveryStart request) {
    calls.requested();
    DiscoveryJob job =
        new DiscoveryJob(
            DiscoveryPlan.of(limited(request), networks.get()), false, new CancellationToken());
    int before;
    synchronized (jobs) {
      if (jobs.size() >= maxWaiting) {
        throw new OperationException(
            FaultKind.BUSY,
            jobs.size() + " discoveries wait, which is all that may. Cancel some, or ask later.");
      }
      before = jobs.size();
      if (before > 0) {
        reports.pending(job.request(), before);
      }
      enqueue(job);
    }
  }

  /** Gives up every discovery with this id; one that nobody knows is given up already. */
  public void cancel(String id) {
    calls.cancelled();
    cancelWhere(job -> !job.recurring() && Objects.equals(job.request().id(), id));
  }

  /** Gives up every discovery that was asked for, and begins the recurring one anew. */
  public void reset() {
    cancelWhere(job -> !job.recurring());
    Optional<DiscoveryStart> current;
    synchronized (jobs) {
      current = recurring;
    }
    current.ifPresent(asked -> configure(asked.discovery(), asked.configuration()));
  }

  /**
   * Takes over how to discover again and again, and begins at once; what recurred before ends.
   *
   * @param mode off for not at all
   * @return the settings with everything filled in that they left open
   * @throws OperationException of kind BAD_REQUEST when they cannot be meant; then nothing recurs
   */
  public DiscoveryConfig configure(@Nullable DiscoveryMode mode, @Nullable DiscoveryConfig config) {
    cancelWhere(DiscoveryJob::recurring);
    synchronized (jobs) {
      configurations++;
      recurring = Optional.empty();
      DiscoveryStart asked = limited(new DiscoveryStart("", mode, config, null));
      DiscoveryPlan plan = DiscoveryPlan.of(asked, networks.get());
      if (mode != DiscoveryMode.Off) {
        recurring = Optional.of(asked);
        enqueue(new DiscoveryJob(plan, true, new CancellationToken()));
      }
      return Objects.requireNonNullElse(plan.request().configuration(), DiscoveryConfig.NONE);
    }
  }

  private static DiscoveryStart limited(DiscoveryStart asked) {
    return asked.configuration() == null
        ? asked
        : new DiscoveryStart(
            asked.id(),
            asked.discovery(),
            DiscoveryLimits.keep(asked.configuration()),
            asked.context());
  }

  /** Metrics of what was asked of it and of its runs. */
  public DiscoveryMetrics metrics() {
    return calls;
  }

  /** Number of discoveries that run or wait. */
  public int size() {
    synchronized (jobs) {
      return jobs.size();
    }
  }

  @SuppressWarnings("ReferenceEquality") // equal requests are jobs of their own
  private void cancelWhere(Predicate<DiscoveryJob> chosen) {
    List<DiscoveryJob> cancelled;
    List<DiscoveryJob> never = new ArrayList<>();
    synchronized (jobs) {
      cancelled = jobs.stream().filter(chosen).toList();
      for (DiscoveryJob job : cancelled) {
        // The first one runs, and tells of its end itself.
        if (job != jobs.get(0)) {
          never.add(job);
        }
      }
      jobs.removeAll(never);
    }
    cancelled.forEach(job -> job.cancellation().cancel());
    never.forEach(job -> reports.state(job.request(), DiscoveryProgressType.Cancelled));
  }

  private void enqueue(DiscoveryJob job) {
    if (closed) {
      return;
    }
    jobs.add(job);
    if (!working) {
      working = true;
      worker.execute(this::work);
    }
  }

  /** Works until nothing waits; what breaks one discovery does not keep others from running. */
  private void work() {
    Optional<DiscoveryJob> next = next();
    if (next.isEmpty()) {
      return;
    }
    try {
      run(next.get());
    } finally {
      done(next.get());
    }
  }

  private Optional<DiscoveryJob> next() {
    synchronized (jobs) {
      working = !jobs.isEmpty();
      return jobs.stream().findFirst();
    }
  }

  private void run(DiscoveryJob job) {
    calls.started();
    reportWaiting();
    DiscoveryStart request = job.request();
    reports.state(request, DiscoveryProgressType.Started);
    try {
      FoundServers found = foundServers();
      new DiscoveryRun(job.plan(), reports, job.cancellation()).into(found);
      job.cancellation().check();
      reports.results(request, found.registrations());
      reports.state(request, DiscoveryProgressType.Finished);
      LOG.info("Discovery {} found {} servers.", name(job), found.count());
    } catch (CancellationException e) {
      reports.state(request, DiscoveryProgressType.Cancelled);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      ended(job, e);
    }
  }

  /** A run that was given up cannot fail any more. */
  private void ended(DiscoveryJob job, Exception failure) {
    if (job.cancellation().isCancelled()) {
      LOG.debug("Discovery {} was given up", name(job), failure);
      reports.state(job.request(), DiscoveryProgressType.Cancelled);
    } else {
      LOG.warn("Discovery {} failed.", name(job), failure);
      reports.failed(job.request(), failure);
    }
  }

  private static String name(DiscoveryJob job) {
    return job.recurring()
        ? "by the twin"
        : Objects.requireNonNullElse(job.request().id(), "without an id");
  }

  private void reportWaiting() {
    List<DiscoveryJob> waiting;
    synchronized (jobs) {
      waiting = List.copyOf(jobs);
    }
    for (int place = 1; place < waiting.size(); place++) {
      reports.pending(waiting.get(place).request(), place);
    }
  }

  private void done(DiscoveryJob job) {
    synchronized (jobs) {
      jobs.remove(job);
      if (!closed) {
        worker.execute(this::work);
      }
      if (job.recurring() && !job.cancellation().isCancelled() && !closed) {
        recurAfter(job.plan().idle(), configurations);
      }
    }
  }

  /** Addresses of this host may have changed since, so that the plan is made anew. */
  private void again(Duration idle, long configuration) {
    synchronized (jobs) {
      if (configuration == configurations && recurring.isPresent()) {
        try {
          DiscoveryPlan plan = DiscoveryPlan.of(recurring.get(), networks.get());
          enqueue(new DiscoveryJob(plan, true, new CancellationToken()));
        } catch (RuntimeException e) {
          LOG.warn(
              "The recurring discovery could not start ({}). Retrying in {} s.",
              e.getMessage(),
              idle.toSeconds());
          recurAfter(idle, configuration);
        }
      }
    }
  }

  private void recurAfter(Duration idle, long configuration) {
    worker.schedule(() -> again(idle, configuration), idle.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Gives up what runs and what waits. */
  @Override
  public void close() {
    synchronized (jobs) {
      closed = true;
      recurring = Optional.empty();
    }
    cancelWhere(job -> true);
    worker.shutdownNow();
    outbox.close();
  }
}
