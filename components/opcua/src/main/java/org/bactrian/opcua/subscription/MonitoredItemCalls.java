package org.bactrian.opcua.subscription;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.bactrian.opcua.event.EventFilterResultText;
import org.bactrian.opcua.event.ServerEventFilter;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemModifyRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemModifyResult;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoringParameters;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.Nullable;

/**
 * Creates, modifies and deletes monitored items in calls of a size that the server takes; a server
 * that takes less than it says gets smaller ones.
 */
final class MonitoredItemCalls {

  private static final Set<Long> TOO_LARGE =
      Set.of(
          StatusCodes.Bad_TooManyOperations,
          StatusCodes.Bad_EncodingLimitsExceeded,
          StatusCodes.Bad_RequestTooLarge,
          StatusCodes.Bad_ResponseTooLarge,
          StatusCodes.Bad_TcpMessageTooLarge);

  private final OpcUaClient client;
  private int perCall;

  MonitoredItemCalls(ServerContext context, int mostPerCall) {
    this.client = context.client();
    this.perCall = Math.min(mostPerCall, context.limits().itemsPerCall());
  }

  /**
   * A monitored item on its way to the server.
   *
   * @param eventFilter its filter with the server's namespaces; null for values
   */
  record Creation(MonitoredItemEntry entry, NodeId node, @Nullable ServerEventFilter eventFilter) {}

  /** Creates items under the handles of their entries. */
  void create(
      ServerSubscription part,
      List<Creation> creations,
      BiConsumer<MonitoredItemEntry, MonitoredItemCreateResult> onResult)
      throws UaException {
    inCalls(
        "CreateMonitoredItems",
        part,
        creations,
        some ->
            client
                .createMonitoredItems(
                    part.id(),
                    TimestampsToReturn.Both,
                    some.stream().map(this::createRequest).toList())
                .getResults(),
        (creation, result) -> onResult.accept(creation.entry(), result));
  }

  /** Makes the parameters of existing items those of their entries. */
  void modify(
      ServerSubscription part,
      List<MonitoredItemEntry> entries,
      BiConsumer<MonitoredItemEntry, MonitoredItemModifyResult> onResult)
      throws UaException {
    inCalls(
        "ModifyMonitoredItems",
        part,
        entries,
        some ->
            client
                .modifyMonitoredItems(
                    part.id(),
                    TimestampsToReturn.Both,
                    some.stream()
                        .map(e -> new MonitoredItemModifyRequest(e.id, parameters(e)))
                        .toList())
                .getResults(),
        onResult);
  }

  /** Deletes items; one that the server does not know is deleted already. */
  void delete(ServerSubscription part, Collection<UInteger> ids) throws UaException {
    inCalls(
        "DeleteMonitoredItems",
        part,
        List.copyOf(ids),
        some -> client.deleteMonitoredItems(part.id(), some).getResults(),
        (UInteger id, StatusCode result) -> {});
  }

  /**
   * The items that the server has in a subscription (Part 5, 9.1), by their handles. Empty where it
   * does not tell, since it does not offer the method or does not have the subscription.
   */
  Optional<Map<Integer, UInteger>> idsByHandle(ServerSubscription part) throws UaException {
    CallMethodRequest request =
        new CallMethodRequest(
            NodeIds.Server,
            NodeIds.Server_GetMonitoredItems,
            new Variant[] {Variant.of(part.id())});
    CallMethodResult result =
        ServiceResults.complete("Call", client.call(List.of(request)).getResults(), 1)[0];
    Variant[] outputs = result.getOutputArguments();
    if (result.getStatusCode().isBad()
        || outputs == null
        || outputs.length < 2
        || !(outputs[0].value() instanceof UInteger[] ids)
        || !(outputs[1].value() instanceof UInteger[] handles)
        || ids.length != handles.length) {
      return Optional.empty();
    }
    Map<Integer, UInteger> idsByHandle = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      idsByHandle.put(handles[i].intValue(), ids[i]);
    }
    return Optional.of(idsByHandle);
  }

  private <T, R> void inCalls(
      String service,
      ServerSubscription part,
      List<T> all,
      Call<T, R> call,
      BiConsumer<T, R> onResult)
      throws UaException {
    int done = 0;
    while (done < all.size()) {
      List<T> some = all.subList(done, Math.min(all.size(), done + perCall));
      try {
        R[] results = ServiceResults.complete(service, call.make(some), some.size());
        for (int i = 0; i < results.length; i++) {
          onResult.accept(some.get(i), results[i]);
        }
        done += some.size();
      } catch (UaException e) {
        if (e.getStatusCode().value() == StatusCodes.Bad_SubscriptionIdInvalid) {
          part.setGone();
        }
        if (!TOO_LARGE.contains(e.getStatusCode().value()) || some.size() == 1) {
          throw e;
        }
        perCall = Math.max(1, some.size() / 2);
      }
    }
  }

  /** Returns what the server said of the event filter of an item besides its status. */
  String eventFilterDetail(MonitoredItemEntry entry, MonitoredItemCreateResult result) {
    ServerEventFilter filter = entry.placedItem().eventFilter();
    return filter == null
        ? ""
        : EventFilterResultText.of(
            filter, result.getFilterResult(), client.getStaticEncodingContext());
  }

  private MonitoredItemCreateRequest createRequest(Creation creation) {
    MonitoredItem item = creation.entry().item;
    return new MonitoredItemCreateRequest(
        new ReadValueId(
            creation.node(),
            item.attribute().uid(),
            item.indexRange().isEmpty() ? null : item.indexRange(),
            QualifiedName.NULL_VALUE),
        item.isTriggered() ? MonitoringMode.Sampling : MonitoringMode.Reporting,
        parameters(creation.entry()));
  }

  private MonitoringParameters parameters(MonitoredItemEntry entry) {
    MonitoredItem item = entry.item;
    return new MonitoringParameters(
        uint(entry.handle),
        item.samplingInterval().toNanos() / 1e6,
        filter(entry.placedItem()),
        uint(item.queueSize()),
        item.discardOldest());
  }

  private @Nullable ExtensionObject filter(PlacedItem placed) {
    ServerEventFilter events = placed.eventFilter();
    if (events != null) {
      return ExtensionObject.encode(client.getStaticEncodingContext(), events.filter());
    }
    if (placed.item().filter() instanceof MonitoringFilter.DataChange change) {
      return ExtensionObject.encode(
          client.getStaticEncodingContext(),
          new DataChangeFilter(
              DataChangeTrigger.from(change.trigger().ordinal()),
              uint(change.deadband().ordinal()),
              change.deadbandValue()));
    }
    return null;
  }

  @FunctionalInterface
  private interface Call<T, R> {
    R[] make(List<T> some) throws UaException;
  }
}
