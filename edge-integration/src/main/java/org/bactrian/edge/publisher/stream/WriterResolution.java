package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.bactrian.edge.publisher.group.MetaDataVersion;
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

  private DataSetWriter configured;
  private Map<String, FieldResolution> known = new HashMap<>();
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
    this.configured = writer;
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
    return known.values().stream().anyMatch(WriterResolution::dependsOnModel);
  }

  private static boolean dependsOnModel(FieldResolution outcome) {
    return !(outcome instanceof FieldResolution.AsConfigured);
  }

  /** Goes on as another writer. */
  void change(DataSetWriter next) {
    Map<String, PublishedField> before = byKey(configured);
    configured = next;
    Map<String, PublishedField> now = byKey(next);
    lacking.retainAll(now.keySet());
    known.keySet().removeIf(key -> !Objects.equals(before.get(key), now.get(key)));
    resolve(field -> !known.containsKey(field.item().key()));
  }

  private static Map<String, PublishedField> byKey(DataSetWriter writer) {
    Map<String, PublishedField> fields = new HashMap<>();
    writer.fields().forEach(field -> fields.put(field.item().key(), field));
    return fields;
  }

  private void connected() {
    retries = 0;
    resolve(
        field -> {
          FieldResolution outcome = known.get(field.item().key());
          return outcome == null || dependsOnModel(outcome);
        });
  }

  /** Nodes may have come or gone. */
  void modelChanged() {
    plan("refresh", SETTLE_MILLIS, this::connected);
  }

  /** Looks a field up again whose node turned out to be none that has values. */
  void doubt(String key) {
    FieldResolution outcome = known.get(key);
    if (outcome instanceof FieldResolution.AsConfigured) {
      resolve(field -> field.item().key().equals(key));
    }
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
    configured.fields().stream().filter(wanted).forEach(field -> pending.add(field.item().key()));
    if (running || ended) {
      return;
    }
    Map<String, PublishedField> fields = byKey(configured);
    List<PublishedField> some =
        pending.stream().flatMap(key -> Stream.ofNullable(fields.get(key))).toList();
    pending.clear();
    if (some.isEmpty()) {
      begin();
      return;
    }
    running = true;
    CompletableFuture.supplyAsync(() -> lookUp(some), WORKERS)
        .whenComplete((outcomes, fault) -> inbox.command(() -> lookedUp(some, outcomes, fault)));
  }

  private Map<String, FieldResolution> lookUp(List<PublishedField> fields) {
    try {
      return new FieldResolver(new NodeServices(session::client), session.namespaces(), format)
          .resolve(fields);
    } catch (UaException e) {
      throw new CompletionException(e);
    }
  }

  private void lookedUp(
      List<PublishedField> fields, Map<String, FieldResolution> outcomes, Throwable fault) {
    running = false;
    if (ended) {
      return;
    }
    if (fault != null) {
      LOG.debug("WriterGroup {}, DataSetWriter {}: looking up", group, configured.name(), fault);
      fields.forEach(field -> pending.add(field.item().key()));
      if (!StatusText.meansLostConnection(fault)) {
        planRetry();
        begin();
      }
      return; // another connection asks again
    }
    Map<String, PublishedField> present = byKey(configured);
    boolean changed = !begun;
    for (PublishedField field : fields) {
      String key = field.item().key();
      FieldResolution outcome = outcomes.get(key);
      if (outcome != null && field.equals(present.get(key))) {
        FieldResolution before = known.put(key, outcome);
        if (isIncomplete(outcome)) {
          lacking.add(key);
        } else {
          lacking.remove(key);
        }
        if (!outcome.equals(before)) {
          tell(field, outcome);
          changed = true;
        }
      }
    }
    if (known.values().stream().anyMatch(WriterResolution::isIncomplete)) {
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

  private static boolean isIncomplete(FieldResolution outcome) {
    return outcome instanceof FieldResolution.Unresolved
        || outcome instanceof FieldResolution.Expanded expanded && !expanded.fault().isUsable();
  }

  private void planRetry() {
    if (planned.containsKey(RETRY)) {
      return;
    }
    long wait = configured.supervision().retry().inStep(++retries).toMillis();
    nextRetry = Instant.now().plusMillis(wait);
    plan(
        RETRY,
        wait,
        () -> {
          nextRetry = null;
          resolve(
              field -> {
                FieldResolution outcome = known.get(field.item().key());
                return outcome == null || isIncomplete(outcome);
              });
        });
  }

  /** Returns when a field is looked up again that was not found; null where none is. */
  @Nullable Instant nextLookUp(String key) {
    return lacking.contains(key) ? nextRetry : null;
  }

  private void planRebrowse() {
    Duration period =
        configured.fields().stream()
            .flatMap(field -> Stream.ofNullable(field.access().rebrowsePeriod()))
            .min(Duration::compareTo)
            .orElse(configured.supervision().rebrowsePeriod());
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
          configured.name(),
          field.nodeId(),
          configured.endpointUrl(),
          StatusText.of(fault.status())
              + (fault.errorMessage().isEmpty() ? "" : " (" + fault.errorMessage() + ")"),
          configured.supervision().retry().text());
    } else if (outcome instanceof FieldResolution.Expanded expanded) {
      LOG.info(
          "WriterGroup {}, DataSetWriter {}: node {} of {} is published as its {} variables ({}).{}",
          group,
          configured.name(),
          field.nodeId(),
          configured.endpointUrl(),
          expanded.fields().size(),
          expanded.what(),
          expanded.fault().isUsable() ? "" : " " + expanded.fault().errorMessage());
    }
    if (!(outcome instanceof FieldResolution.AsConfigured)) {
      refused.answered(group, configured, field.item(), fault.status(), fault.errorMessage());
    }
  }

  /** The writer with the fields that its server has; those that are not known yet are left out. */
  DataSetWriter resolved() {
    if (known.values().stream().noneMatch(WriterResolution::dependsOnModel)
        && configured.fields().stream().allMatch(field -> field.access().browsePath().isEmpty())) {
      return configured;
    }
    Set<String> names = new HashSet<>();
    Set<String> keys = new HashSet<>();
    List<PublishedField> fields = new ArrayList<>();
    for (PublishedField field : configured.fields()) {
      for (PublishedField one : fieldsOf(field)) {
        String name = one.publishesEvents() ? one.name() : free(one.name(), "_", names);
        String key = free(one.item().key(), "#", keys);
        fields.add(
            key.equals(one.item().key()) && name.equals(one.name())
                ? one
                : one.withName(name).withItem(one.item().withKey(key)));
      }
    }
    fields.replaceAll(field -> withKnownTrigger(field, keys));
    DataSetWriter resolved = configured.withFields(fields);
    return MetaDataVersion.ofShape(configured.fields(), configured.extensionFields().keySet())
            .equals(configured.metaDataVersion())
        ? resolved.withMetaDataVersion(
            MetaDataVersion.ofShape(fields, configured.extensionFields().keySet()))
        : resolved;
  }

  /** A field whose trigger is not monitored as one item reports by itself. */
  private static PublishedField withKnownTrigger(PublishedField field, Set<String> keys) {
    return field.item().isTriggered() && !keys.contains(field.item().triggeredBy())
        ? field.withItem(field.item().withTriggeredBy(""))
        : field;
  }

  private List<PublishedField> fieldsOf(PublishedField field) {
    FieldResolution outcome = known.get(field.item().key());
    if (outcome instanceof FieldResolution.AtPath found) {
      return List.of(found.field());
    }
    if (outcome instanceof FieldResolution.Expanded expanded) {
      return expanded.fields();
    }
    boolean left =
        outcome instanceof FieldResolution.Unresolved || !field.access().browsePath().isEmpty();
    return left ? List.of() : List.of(field);
  }

  private static String free(String name, String separator, Set<String> taken) {
    String candidate = name;
    for (int i = 1; !taken.add(candidate); i++) {
      candidate = name + separator + i;
    }
    return candidate;
  }
}
