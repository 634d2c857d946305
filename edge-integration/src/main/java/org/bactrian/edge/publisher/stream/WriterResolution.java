package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.resolution.FieldResolution;
import org.bactrian.edge.publisher.resolution.FieldResolver;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ServiceResult;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionState;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fields of a writer as its server has them: paths are followed and objects are expanded when the
 * server is connected to, and again when its nodes change. Until then nothing is monitored, so that
 * what a former process left is not taken for unwanted. Used on the group's thread, but for {@link
 * #start}.
 */
final class WriterResolution {

  private static final Logger LOG = LoggerFactory.getLogger(WriterResolution.class);

  /** Servers tell of many changes one after the other. */
  private static final long SETTLE_MILLIS = 200;

  private static final int THREADS = 8;

  /** Name of the planned retry. */
  private static final String RETRY = "retry";

  /** Threads that wait for servers while nodes are looked up. */
  static final Executor WORKERS = workers();

  private static final ScheduledThreadPoolExecutor TIMER =
      DaemonThreads.timer("node-resolution-timer");

  private final String group;
  private final NamespaceFormat format;
  private final Session session;
  private final WriterGroupInbox inbox;
  private final RefusedItems refused;
  private final Runnable onChange;

  private final ResolvedFields fields;
  private final Set<String> pending = new HashSet<>();

  /** Keys of fields that were not found as a whole. */
  private final Set<String> lacking = ConcurrentHashMap.newKeySet();

  private boolean begun;
  private boolean running;
  private boolean ended;

  /** Retries in a row since the server was connected to or its nodes changed. */
  private int retries;

  /** Time of the next retry; null while none is planned. */
  private volatile @Nullable Instant nextRetry;

  /** Planned actions by their names. */
  private final Map<String, ScheduledFuture<?>> planned = new HashMap<>();

  /**
   * @param format format of node ids in messages
   * @param refused receives what cannot be resolved
   * @param onChange called when the fields are others, and once when they are known first
   */
  WriterResolution(
      String group,
      NamespaceFormat format,
      DataSetWriter writer,
      Session session,
      WriterGroupInbox inbox,
      RefusedItems refused,
      Runnable onChange) {
    this.group = group;
    this.format = format;
    this.fields = new ResolvedFields(writer);
    this.session = session;
    this.inbox = inbox;
    this.refused = refused;
    this.onChange = onChange;
  }

  private static Executor workers() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("node-resolution"));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Begins to look the fields up, as soon as there is a connection. */
  void start() {
    session.onState(
        state -> {
          if (state instanceof SessionState.Connected) {
            inbox.command(this::connected);
          }
        });
  }

  /** Looks nothing up any more. */
  void end() {
    ended = true;
    planned.values().forEach(one -> one.cancel(false));
    planned.clear();
  }

  /** Returns whether the fields were looked up, or could not be. */
  boolean hasBegun() {
    return begun;
  }

  /** Returns whether fields depend on which nodes the server has. */
  boolean isDynamic() {
    return fields.areDynamic();
  }

  /** Returns the writer with the fields that its server has; those not known yet are left out. */
  DataSetWriter resolved() {
    return fields.resolved();
  }

  /** Goes on as another writer. */
  void change(DataSetWriter next) {
    fields.change(next);
    lacking.retainAll(fields.byKey().keySet());
    resolve(field -> fields.outcome(field) == null);
  }

  private void connected() {
    retries = 0;
    resolve(
        field -> {
          FieldResolution outcome = fields.outcome(field);
          return outcome == null || ResolvedFields.dependsOnModel(outcome);
        });
  }

  /** Nodes may have come or gone. */
  void modelChanged() {
    plan("refresh", SETTLE_MILLIS, this::connected);
  }

  /** Looks a field up again whose node turned out to be none that has values. */
  void doubt(String key) {
    resolve(
        field ->
            field.item().key().equals(key)
                && fields.outcome(field) instanceof FieldResolution.AsConfigured);
  }

  /** Plans an action, unless one of that name is planned. */
  private void plan(String name, long millis, Runnable action) {
    if (ended || planned.containsKey(name)) {
      return;
    }
    Runnable due =
        () -> {
          planned.remove(name);
          action.run();
        };
    planned.put(name, TIMER.schedule(() -> inbox.command(due), millis, TimeUnit.MILLISECONDS));
  }

  private void resolve(Predicate<PublishedField> wanted) {
    Map<String, PublishedField> present = fields.byKey();
    present.values().stream().filter(wanted).forEach(field -> pending.add(field.item().key()));
    if (running || ended) {
      return;
    }
    List<PublishedField> some =
        pending.stream().flatMap(key -> Stream.ofNullable(present.get(key))).toList();
    pending.clear();
    if (some.isEmpty()) {
      begin();
      return;
    }
    running = true;
    CompletableFuture.supplyAsync(() -> lookUp(some), WORKERS)
        .whenComplete((outcomes, fault) -> inbox.command(() -> lookedUp(some, outcomes, fault)));
  }

  private Map<String, FieldResolution> lookUp(List<PublishedField> some) {
    try {
      return new FieldResolver(new NodeServices(session::client), session.namespaces(), format)
          .resolve(some);
    } catch (UaException e) {
      throw new CompletionException(e);
    }
  }

  private void lookedUp(
      List<PublishedField> asked, Map<String, FieldResolution> outcomes, Throwable fault) {
    running = false;
    if (ended) {
      return;
    }
    if (fault != null) {
      LOG.debug("WriterGroup {}, DataSetWriter {}: looking up", group, name(), fault);
      asked.forEach(field -> pending.add(field.item().key()));
      if (!StatusText.meansLostConnection(fault)) {
        planRetry();
        begin();
      }
      return; // another connection asks again
    }
    Map<String, PublishedField> present = fields.byKey();
    boolean changed = !begun;
    for (PublishedField field : asked) {
      String key = field.item().key();
      FieldResolution outcome = outcomes.get(key);
      if (outcome != null && field.equals(present.get(key))) {
        if (ResolvedFields.isIncomplete(outcome)) {
          lacking.add(key);
        } else {
          lacking.remove(key);
        }
        if (fields.put(field, outcome)) {
          tell(field, outcome);
          changed = true;
        }
      }
    }
    if (fields.areIncomplete()) {
      planRetry();
    } else {
      retries = 0;
    }
    if (isDynamic()) {
      planRebrowse();
    }
    begun = true;
    if (changed) {
      onChange.run();
    }
    if (!pending.isEmpty()) {
      resolve(field -> false);
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      onChange.run();
    }
  }

  private void planRetry() {
    if (planned.containsKey(RETRY)) {
      return;
    }
    long wait = fields.configured().supervision().retry().inStep(++retries).toMillis();
    nextRetry = Instant.now().plusMillis(wait);
    plan(
        RETRY,
        wait,
        () -> {
          nextRetry = null;
          resolve(
              field -> {
                FieldResolution outcome = fields.outcome(field);
                return outcome == null || ResolvedFields.isIncomplete(outcome);
              });
        });
  }

  /** Returns when a field is looked up again that was not found; null where none is. */
  @Nullable Instant nextLookUp(String key) {
    return lacking.contains(key) ? nextRetry : null;
  }

  private void planRebrowse() {
    Duration period =
        fields.configured().fields().stream()
            .flatMap(field -> Stream.ofNullable(field.access().rebrowsePeriod()))
            .min(Duration::compareTo)
            .orElse(fields.configured().supervision().rebrowsePeriod());
    plan("rebrowse", period.toMillis(), this::connected);
  }

  private void tell(PublishedField field, FieldResolution outcome) {
    ServiceResult fault = ServiceResult.GOOD;
    if (outcome instanceof FieldResolution.Unresolved unresolved) {
      fault = unresolved.fault();
      LOG.warn(
          "WriterGroup {}, DataSetWriter {}: node {} of {} is not published: {}. It is looked for"
              + " again when the server's nodes change, and {}; the writer's other nodes are published.",
          group,
          name(),
          field.nodeId(),
          fields.configured().endpointUrl(),
          StatusText.of(fault.status())
              + (fault.errorMessage().isEmpty() ? "" : " (" + fault.errorMessage() + ")"),
          fields.configured().supervision().retry().text());
    } else if (outcome instanceof FieldResolution.Expanded expanded) {
      LOG.info(
          "WriterGroup {}, DataSetWriter {}: node {} of {} is published as its {} variables ({}).{}",
          group,
          name(),
          field.nodeId(),
          fields.configured().endpointUrl(),
          expanded.fields().size(),
          expanded.what(),
          expanded.fault().isUsable() ? "" : " " + expanded.fault().errorMessage());
    }
    if (!(outcome instanceof FieldResolution.AsConfigured)) {
      refused.answered(
          group, fields.configured(), field.item(), fault.status(), fault.errorMessage());
    }
  }

  private String name() {
    return fields.configured().name();
  }
}
