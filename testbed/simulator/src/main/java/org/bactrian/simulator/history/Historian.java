package org.bactrian.simulator.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.sdk.server.AddressSpace.HistoryReadContext;
import org.eclipse.milo.opcua.sdk.server.AddressSpace.HistoryUpdateContext;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.PerformUpdateType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteAtTimeDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteEventDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEvent;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryModifiedData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ModificationInfo;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadAtTimeDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadEventDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadProcessedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateDataDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateEventDetails;
import org.jspecify.annotations.Nullable;

/**
 * Historian of a namespace: reads and changes what its nodes have recorded (Part 11, 6.4 and 6.9).
 * Thread-safe.
 */
public final class Historian {

  /** Entries in one answer; the rest comes under a continuation point. */
  public static final int MOST_ENTRIES = 1_000;

  private final HistoryContinuations continuations;
  private final Map<NodeId, ValueArchive> values = new ConcurrentHashMap<>();
  private final Map<NodeId, EventArchive> events = new ConcurrentHashMap<>();

  /**
   * @param continuations keeps what does not fit into an answer
   */
  public Historian(HistoryContinuations continuations) {
    this.continuations = continuations;
  }

  /** Archive of a variable, from now on. */
  public ValueArchive values(NodeId variable) {
    return values.computeIfAbsent(variable, id -> new ValueArchive());
  }

  /** Archive of the events that pass an object, from now on. */
  public EventArchive events(NodeId notifier) {
    return events.computeIfAbsent(notifier, id -> new EventArchive());
  }

  /** Archives of those notifiers that have one. */
  public List<EventArchive> archivesOf(List<NodeId> notifiers) {
    return notifiers.stream().map(events::get).filter(archive -> archive != null).toList();
  }

  /** Carries out a read of some nodes. */
  public List<HistoryReadResult> read(
      HistoryReadContext context,
      HistoryReadDetails details,
      TimestampsToReturn timestamps,
      List<HistoryReadValueId> nodes) {
    List<HistoryReadResult> results = new ArrayList<>();
    for (HistoryReadValueId node : nodes) {
      try {
        results.add(read(context, details, timestamps, node));
      } catch (UaException e) {
        results.add(new HistoryReadResult(e.getStatusCode(), null, null));
      }
    }
    return results;
  }

  private HistoryReadResult read(
      HistoryReadContext context,
      HistoryReadDetails details,
      TimestampsToReturn timestamps,
      HistoryReadValueId node)
      throws UaException {
    if (timestamps == TimestampsToReturn.Neither) {
      throw new UaException(StatusCodes.Bad_TimestampsToReturnInvalid);
    }
    NodeId session = context.getSession().map(Session::getSessionId).orElse(NodeId.NULL_VALUE);
    ByteString point = node.getContinuationPoint();
    boolean goesOn = point != null && !point.isNullOrEmpty();
    List<?> entries =
        goesOn
            ? continuations
                .take(session, point)
                .orElseThrow(() -> new UaException(StatusCodes.Bad_ContinuationPointInvalid))
            : entries(context, node.getNodeId(), details);
    int most = page(details);
    boolean ends = endsWithPage(details);
    List<?> page = entries.subList(0, Math.min(most, entries.size()));
    List<?> rest = entries.subList(page.size(), entries.size());
    return new HistoryReadResult(
        page.isEmpty() ? new StatusCode(StatusCodes.Good_NoData) : StatusCode.GOOD,
        rest.isEmpty() || ends ? ByteString.NULL_VALUE : continuations.keep(session, rest),
        ExtensionObject.encode(
            context.getServer().getStaticEncodingContext(), structure(details, page, timestamps)));
  }

  private List<?> entries(HistoryReadContext context, NodeId node, HistoryReadDetails details)
      throws UaException {
    if (details instanceof ReadEventDetails wanted) {
      return archive(events, node).read(context.getServer(), times(wanted), wanted.getFilter());
    }
    ValueArchive archive = archive(values, node);
    if (details instanceof ReadRawModifiedDetails raw) {
      HistoryTimes times =
          HistoryTimes.of(raw.getStartTime(), raw.getEndTime(), raw.getNumValuesPerNode());
      return raw.getIsReadModified()
          ? archive.changes(times)
          : archive.read(times, raw.getReturnBounds());
    }
    if (details instanceof ReadProcessedDetails processed) {
      return new ProcessedRead(archive).read(processed);
    }
    if (details instanceof ReadAtTimeDetails times) {
      Interpolation interpolation = new Interpolation(archive);
      List<DataValue> found = new ArrayList<>();
      for (DateTime time : times.getReqTimes() == null ? new DateTime[0] : times.getReqTimes()) {
        found.add(interpolation.at(time.getUtcTime()));
      }
      return found;
    }
    throw new UaException(StatusCodes.Bad_HistoryOperationUnsupported);
  }

  private static HistoryTimes times(ReadEventDetails wanted) throws UaException {
    return HistoryTimes.of(
        wanted.getStartTime(), wanted.getEndTime(), wanted.getNumValuesPerNode());
  }

  private static int page(HistoryReadDetails details) {
    long asked = 0;
    if (details instanceof ReadRawModifiedDetails raw) {
      asked = raw.getNumValuesPerNode().longValue();
    } else if (details instanceof ReadEventDetails wanted) {
      asked = wanted.getNumValuesPerNode().longValue();
    }
    return asked == 0 ? MOST_ENTRIES : (int) Math.min(asked, MOST_ENTRIES);
  }

  /** Returns whether a number of entries is all that was asked for, as the range is open. */
  private static boolean endsWithPage(HistoryReadDetails details) throws UaException {
    if (details instanceof ReadRawModifiedDetails raw) {
      return HistoryTimes.of(raw.getStartTime(), raw.getEndTime(), raw.getNumValuesPerNode())
          .open();
    }
    return details instanceof ReadEventDetails wanted && times(wanted).open();
  }

  private static UaStructuredType structure(
      HistoryReadDetails details, List<?> page, TimestampsToReturn timestamps) {
    if (details instanceof ReadEventDetails) {
      return new HistoryEvent(page.toArray(HistoryEventFieldList[]::new));
    }
    if (details instanceof ReadRawModifiedDetails raw && raw.getIsReadModified()) {
      List<ValueArchive.Change> changes =
          page.stream().map(ValueArchive.Change.class::cast).toList();
      return new HistoryModifiedData(
          stamped(changes.stream().map(ValueArchive.Change::value).toList(), timestamps),
          changes.stream().map(ValueArchive.Change::info).toArray(ModificationInfo[]::new));
    }
    return new HistoryData(stamped(page.stream().map(DataValue.class::cast).toList(), timestamps));
  }

  private static DataValue[] stamped(List<DataValue> values, TimestampsToReturn timestamps) {
    return values.stream().map(value -> stamped(value, timestamps)).toArray(DataValue[]::new);
  }

  /** Milo's own method makes the time of the answer the server timestamp. */
  private static DataValue stamped(DataValue value, TimestampsToReturn timestamps) {
    boolean source = timestamps != TimestampsToReturn.Server;
    boolean server = timestamps != TimestampsToReturn.Source;
    return new DataValue(
        value.value(),
        value.statusCode(),
        source ? value.sourceTime() : null,
        source ? value.sourcePicoseconds() : null,
        server ? value.serverTime() : null,
        server ? value.serverPicoseconds() : null);
  }

  /** Carries out some updates. */
  public List<HistoryUpdateResult> update(
      HistoryUpdateContext context, List<HistoryUpdateDetails> updates) {
    String user = context.getSession().map(UserNames::of).orElse("");
    List<HistoryUpdateResult> results = new ArrayList<>();
    for (HistoryUpdateDetails update : updates) {
      try {
        results.add(
            new HistoryUpdateResult(
                StatusCode.GOOD, update(update, user).toArray(StatusCode[]::new), null));
      } catch (UaException e) {
        results.add(new HistoryUpdateResult(e.getStatusCode(), null, null));
      }
    }
    return results;
  }

  private List<StatusCode> update(HistoryUpdateDetails update, String user) throws UaException {
    if (update instanceof UpdateDataDetails data) {
      ValueArchive archive = archive(values, data.getNodeId());
      return each(data.getUpdateValues(), value -> write(archive, data, value, user));
    }
    if (update instanceof DeleteRawModifiedDetails range) {
      ValueArchive archive = archive(values, range.getNodeId());
      Predicate<Long> times = HistoryTimes.deletion(range.getStartTime(), range.getEndTime());
      if (range.getIsDeleteModified()) {
        archive.forget(times);
      } else {
        archive.delete(times, user);
      }
      return List.of();
    }
    if (update instanceof DeleteAtTimeDetails times) {
      ValueArchive archive = archive(values, times.getNodeId());
      return each(times.getReqTimes(), time -> archive.delete(time.getUtcTime(), user));
    }
    if (update instanceof UpdateEventDetails wanted) {
      EventArchive archive = archive(events, wanted.getNodeId());
      return each(
          wanted.getEventData(),
          event ->
              archive.write(
                  wanted.getPerformInsertReplace(), wanted.getFilter(), event.getEventFields()));
    }
    if (update instanceof DeleteEventDetails wanted) {
      EventArchive archive = archive(events, wanted.getNodeId());
      return each(wanted.getEventIds(), archive::delete);
    }
    throw new UaException(StatusCodes.Bad_HistoryOperationUnsupported);
  }

  private static StatusCode write(
      ValueArchive archive, UpdateDataDetails data, DataValue value, String user) {
    if (HistoryTimes.ticks(value) <= 0) {
      return new StatusCode(StatusCodes.Bad_InvalidTimestamp);
    }
    DataValue whole = value.serverTime() == null ? value.withServerTime(value.sourceTime()) : value;
    PerformUpdateType kind = data.getPerformInsertReplace();
    if (kind == null) {
      return new StatusCode(StatusCodes.Bad_InvalidArgument);
    }
    return switch (kind) {
      case Insert -> archive.insert(whole, user);
      case Replace -> archive.replace(whole, user);
      case Update -> archive.update(whole, user);
      case Remove -> archive.delete(HistoryTimes.ticks(whole), user);
    };
  }

  private static <T> List<StatusCode> each(
      T @Nullable [] operations, Function<T, StatusCode> step) {
    List<StatusCode> results = new ArrayList<>();
    for (int i = 0; operations != null && i < operations.length; i++) {
      results.add(step.apply(operations[i]));
    }
    return results;
  }

  private static <T> T archive(Map<NodeId, T> archives, NodeId node) throws UaException {
    T archive = archives.get(node);
    if (archive == null) {
      throw new UaException(StatusCodes.Bad_HistoryOperationUnsupported);
    }
    return archive;
  }
}
