package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bactrian.edge.twin.contract.AdditionalData;
import org.bactrian.edge.twin.contract.DataLocation;
import org.bactrian.edge.twin.contract.ErrorInfo;
import org.bactrian.edge.twin.contract.Flag;
import org.bactrian.edge.twin.contract.HistoricEvent;
import org.bactrian.edge.twin.contract.HistoricValue;
import org.bactrian.edge.twin.contract.HistoryUpdateOperation;
import org.bactrian.edge.twin.contract.ModificationInfo;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.opcua.service.ServiceResult;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEvent;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryModifiedData;
import org.jspecify.annotations.Nullable;

/** Converts the history that a server sent (Part 11, 6.5) to values and events of the contract. */
record HistoricDataConverter(ServerView server) {

  /** Bits of a status code that say where a value comes from (Part 11, 6.4.3.4). */
  private static final long AGGREGATE_BITS = 0x041F;

  private static final long CALCULATED = 0x01;
  private static final long INTERPOLATED = 0x02;
  private static final long ADDITIONAL_BITS = 0x1C;

  /** The values of HistoryData or HistoryModifiedData; none of any other structure. */
  List<HistoricValue> values(Optional<ExtensionObject> history) throws UaException {
    if (!(decoded(history).orElse(null) instanceof HistoryData data)
        || data.getDataValues() == null) {
      return List.of();
    }
    DataValue[] values = data.getDataValues();
    org.eclipse.milo.opcua.stack.core.types.structured.ModificationInfo[] infos =
        data instanceof HistoryModifiedData modified ? modified.getModificationInfos() : null;
    if (data instanceof HistoryModifiedData
        && (infos == null ? 0 : infos.length) != values.length) {
      throw new UaException(
          StatusCodes.Bad_DecodingError, "the server sent other changes than values");
    }
    List<HistoricValue> converted = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      converted.add(value(values[i], infos == null ? null : modification(infos[i])));
    }
    return converted;
  }

  /** The events of HistoryEvent; none of any other structure. */
  List<HistoricEvent> events(Optional<ExtensionObject> history) throws UaException {
    if (!(decoded(history).orElse(null) instanceof HistoryEvent found)
        || found.getEvents() == null) {
      return List.of();
    }
    List<HistoricEvent> events = new ArrayList<>(found.getEvents().length);
    for (HistoryEventFieldList event : found.getEvents()) {
      List<JsonNode> fields = new ArrayList<>();
      for (Variant field :
          event.getEventFields() == null ? new Variant[0] : event.getEventFields()) {
        fields.add(server.values().write(field).json());
      }
      events.add(new HistoricEvent(fields));
    }
    return events;
  }

  /** The extension object as JSON; null of JSON where the server sent none. */
  JsonNode raw(Optional<ExtensionObject> history) throws UaException {
    Optional<UaStructuredType> structure = decoded(history);
    if (structure.isEmpty()) {
      return JsonNodeFactory.instance.nullNode();
    }
    Variant object = new Variant(history.orElseThrow());
    JsonNode json =
        RegistryJson.read(RegistryJson.bytes(server.values().write(object).json()), JsonNode.class);
    if (json instanceof ObjectNode written) {
      written.put("TypeId", server.text(structure.get().getTypeId()));
    }
    return json;
  }

  private Optional<UaStructuredType> decoded(Optional<ExtensionObject> history) throws UaException {
    if (history.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(history.get().decode(server.access().encoding()));
    } catch (RuntimeException e) {
      // Codecs say with any exception that bytes are missing or wrong.
      throw new UaException(
          StatusCodes.Bad_DecodingError, "the server sent no history: " + e.getMessage(), e);
    }
  }

  private HistoricValue value(DataValue value, @Nullable ModificationInfo modification) {
    NodeValueConverter.Written written = server.values().write(value.value());
    long code = value.statusCode().value();
    ServiceResult status = ServiceResult.of(new StatusCode(code & ~AGGREGATE_BITS));
    ErrorInfo told = ServerFaults.of(written.result(status), server.header());
    long additional = code & ADDITIONAL_BITS;
    return new HistoricValue(
        written.type() == null ? null : written.json(),
        written.type(),
        told,
        NodeReader.instant(value.sourceTime()),
        NodeReader.picoseconds(value.sourcePicoseconds()),
        NodeReader.instant(value.serverTime()),
        NodeReader.picoseconds(value.serverPicoseconds()),
        location(code),
        modification,
        additional == 0 ? null : Flag.text(AdditionalData.class, additional));
  }

  private static @Nullable DataLocation location(long code) {
    if ((code & CALCULATED) != 0) {
      return DataLocation.Calculated;
    }
    return (code & INTERPOLATED) == 0 ? null : DataLocation.Interpolated;
  }

  private static ModificationInfo modification(
      org.eclipse.milo.opcua.stack.core.types.structured.ModificationInfo info) {
    return new ModificationInfo(
        NodeReader.instant(info.getModificationTime()),
        info.getUpdateType() == null
            ? null
            : HistoryUpdateOperation.valueOf(info.getUpdateType().name()),
        info.getUserName());
  }
}
