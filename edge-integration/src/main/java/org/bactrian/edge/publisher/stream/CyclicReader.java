package org.bactrian.edge.publisher.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bactrian.edge.publisher.group.CyclicRead;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reader of the fields of a writer that are read at intervals instead of being monitored, those of
 * one interval in one call. A read that takes longer than its interval leaves the next ones out.
 * {@link #read} and {@link #end} are called on the group's thread.
 */
final class CyclicReader {

  private static final Logger LOG = LoggerFactory.getLogger(CyclicReader.class);

  private static final ScheduledThreadPoolExecutor TIMER = DaemonThreads.timer("cyclic-read");

  /** Statuses that tell of the node and not of its value. */
  private static final Set<Long> NO_NODE =
      Set.of(
          StatusCodes.Bad_NodeIdUnknown,
          StatusCodes.Bad_NodeIdInvalid,
          StatusCodes.Bad_AttributeIdInvalid);

  private final Session session;
  private final Receiver receiver;
  private Map<CyclicRead, Cycle> cycles = new HashMap<>();

  /** Receiver of what was read; called on any thread. */
  interface Receiver {

    /** Returns whether values can be taken now. */
    boolean isReady();

    /** Takes values; {@code values.get(i)} belongs to {@code items.get(i)}. */
    void onValues(List<MonitoredItem> items, List<DataValue> values);

    /** Takes the answer for an item whose status of being read is another one than before. */
    void onStatus(MonitoredItem item, StatusCode status);
  }

  CyclicReader(Session session, Receiver receiver) {
    this.session = session;
    this.receiver = receiver;
  }

  /** Reads these fields from now on, and no others. */
  void read(List<PublishedField> fields) {
    Map<CyclicRead, List<MonitoredItem>> wanted = new LinkedHashMap<>();
    for (PublishedField field : fields) {
      CyclicRead how = field.access().cyclicRead();
      if (how != null) {
        wanted.computeIfAbsent(how, h -> new ArrayList<>()).add(field.item());
      }
    }
    Map<CyclicRead, Cycle> next = new HashMap<>();
    wanted.forEach(
        (how, items) -> {
          Cycle present = cycles.remove(how);
          if (present != null && present.items.equals(items)) {
            next.put(how, present);
          } else {
            if (present != null) {
              present.end();
            }
            next.put(how, new Cycle(how, items));
          }
        });
    cycles.values().forEach(Cycle::end);
    cycles = next;
  }

  /** Reads nothing any more. */
  void end() {
    cycles.values().forEach(Cycle::end);
    cycles.clear();
  }

  /** Items that are read together. */
  private final class Cycle {

    private final List<MonitoredItem> items;
    private final CyclicReadTargets targets;
    private final ReadOptions options;
    private final AtomicBoolean reading = new AtomicBoolean();
    private final ScheduledFuture<?> schedule;

    /** Last status of each item; used by one read at a time. */
    private final Map<MonitoredItem, StatusCode> refused = new HashMap<>();

    Cycle(CyclicRead how, List<MonitoredItem> items) {
      this.items = List.copyOf(items);
      this.targets = new CyclicReadTargets(session, this.items);
      this.options = new ReadOptions(how.maxAge(), TimestampsToReturn.Both);
      long nanos = how.interval().toNanos();
      this.schedule = TIMER.scheduleAtFixedRate(this::tick, 0, nanos, TimeUnit.NANOSECONDS);
    }

    void end() {
      schedule.cancel(false);
    }

    private void tick() {
      if (!(session.state() instanceof SessionState.Connected connection)
          || !receiver.isReady()
          || !reading.compareAndSet(false, true)) {
        return;
      }
      targets
          .of(connection)
          .thenCompose(ids -> new NodeServices(session::client).read(ids, options))
          .whenComplete(
              (answers, fault) -> {
                try {
                  if (fault == null) {
                    deliver(answers.stream().map(answer -> answer.value()).toList());
                  } else {
                    LOG.debug("{}: cyclic read", session.settings().endpointUrl(), fault);
                  }
                } finally {
                  reading.set(false);
                }
              });
    }

    private void deliver(List<DataValue> values) {
      List<MonitoredItem> good = new ArrayList<>(items.size());
      List<DataValue> goodValues = new ArrayList<>(items.size());
      for (int i = 0; i < items.size(); i++) {
        StatusCode status = values.get(i).statusCode();
        boolean missing = NO_NODE.contains(status.value());
        if (!missing) {
          good.add(items.get(i));
          goodValues.add(values.get(i));
        }
        StatusCode now = missing ? status : StatusCode.GOOD;
        if (!now.equals(refused.getOrDefault(items.get(i), StatusCode.GOOD))) {
          refused.put(items.get(i), now);
          targets.doubt(i);
          receiver.onStatus(items.get(i), now);
        }
      }
      if (!good.isEmpty() && !schedule.isCancelled()) {
        receiver.onValues(good, goodValues);
      }
    }
  }
}
