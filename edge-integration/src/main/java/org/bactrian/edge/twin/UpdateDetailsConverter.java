package org.bactrian.edge.twin;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bactrian.edge.twin.contract.DeleteEventsDetails;
import org.bactrian.edge.twin.contract.DeleteValuesAtTimesDetails;
import org.bactrian.edge.twin.contract.DeleteValuesDetails;
import org.bactrian.edge.twin.contract.HistoricEvent;
import org.bactrian.edge.twin.contract.HistoricValue;
import org.bactrian.edge.twin.contract.UpdateEventsDetails;
import org.bactrian.edge.twin.contract.UpdateValuesDetails;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.json.ExpectedType;
import org.bactrian.opcua.json.TimestampText;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.PerformUpdateType;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteAtTimeDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteEventDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateDataDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateEventDetails;
import org.jspecify.annotations.Nullable;

/**
 * Converts changes that requests ask for to the details of HistoryUpdate (Part 11, 6.9). What
 * cannot be meant is an {@link OperationException} of kind BAD_REQUEST.
 */
record UpdateDetailsConverter(ServerView server) {

  static HistoryUpdateDetails range(NodeId node, DeleteValuesDetails details, boolean modified) {
    HistoryRange range = HistoryRange.of(details.startTime(), details.endTime());
    return new DeleteRawModifiedDetails(node, modified, range.start(), range.end());
  }

  static HistoryUpdateDetails times(NodeId node, DeleteValuesAtTimesDetails details) {
    return new DeleteAtTimeDetails(node, ReadDetailsConverter.times(details.reqTimes()));
  }

  static HistoryUpdateDetails events(NodeId node, DeleteEventsDetails details) {
    List<ByteString> ids = new ArrayList<>();
    for (String id : HistoryUpdateOperations.required(details.eventIds(), "eventIds")) {
      try {
        ids.add(ByteString.of(Base64.getDecoder().decode(id)));
      } catch (IllegalArgumentException e) {
        throw new OperationException(
            FaultKind.BAD_REQUEST,
            "details/eventIds/" + ids.size() + " is no Base64. Write the id as it was read.",
            e);
      }
    }
    return new DeleteEventDetails(node, ids.toArray(ByteString[]::new));
  }

  /** Values in the data type that one of them names, else in that of the node. */
  HistoryUpdateDetails values(NodeId node, UpdateValuesDetails details, PerformUpdateType kind)
      throws UaException {
    List<HistoricValue> given = HistoryUpdateOperations.required(details.values(), "values");
    ExpectedType type = type(node, given);
    List<DataValue> values = new ArrayList<>();
    for (HistoricValue value : given) {
      values.add(
          value(value, type, JsonPointer.compile("/details/values/" + values.size() + "/value")));
    }
    return new UpdateDataDetails(node, kind, values.toArray(DataValue[]::new));
  }

  private ExpectedType type(NodeId node, List<HistoricValue> values) throws UaException {
    for (HistoricValue value : values) {
      if (ServerView.isGiven(value.dataType())) {
        return ExpectedType.of(server.local(ServerView.node(value.dataType())));
      }
    }
    VariableType read = VariableType.read(server, node.expanded(), "");
    if (!read.result().isUsable()) {
      throw new UaException(read.result().status().value(), "its data type cannot be read");
    }
    return read.type();
  }

  private DataValue value(HistoricValue given, ExpectedType type, JsonPointer place) {
    JsonNode json = given.value();
    Variant value =
        json == null || json.isNull()
            ? Variant.NULL_VALUE
            : server.values().read(json, type, place);
    Long status = given.status() == null ? null : given.status().statusCode();
    return new DataValue(
        value,
        status == null ? StatusCode.GOOD : new StatusCode(status),
        time(given.sourceTimestamp()),
        picoseconds(given.sourcePicoseconds()),
        time(given.serverTimestamp()),
        picoseconds(given.serverPicoseconds()));
  }

  private static @Nullable DateTime time(@Nullable Instant instant) {
    return instant == null ? null : TimestampText.dateTime(instant);
  }

  private static @Nullable UShort picoseconds(@Nullable Integer picoseconds) {
    return picoseconds == null ? null : ushort(picoseconds);
  }

  /** Events whose fields are in the order of the filter's select clauses. */
  HistoryUpdateDetails events(NodeId node, UpdateEventsDetails details, PerformUpdateType kind)
      throws UaException {
    List<HistoryEventFieldList> events = new ArrayList<>();
    for (HistoricEvent event : HistoryUpdateOperations.required(details.events(), "events")) {
      List<JsonNode> fields =
          HistoryUpdateOperations.required(
              event.eventFields(), "events/" + events.size() + "/eventFields");
      Variant[] values = new Variant[fields.size()];
      for (int i = 0; i < values.length; i++) {
        JsonPointer place =
            JsonPointer.compile("/details/events/" + events.size() + "/eventFields/" + i);
        values[i] =
            fields.get(i).isNull()
                ? Variant.NULL_VALUE
                : server.values().read(fields.get(i), ExpectedType.UNKNOWN, place);
      }
      events.add(new HistoryEventFieldList(values));
    }
    return new UpdateEventDetails(
        node,
        kind,
        RequestEventFilter.of(server, details.filter()),
        events.toArray(HistoryEventFieldList[]::new));
  }
}
