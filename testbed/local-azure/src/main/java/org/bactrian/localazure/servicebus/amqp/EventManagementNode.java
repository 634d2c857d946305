package org.bactrian.localazure.servicebus.amqp;

import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.qpid.proton.message.Message;
import org.bactrian.localazure.eventhub.EventHub;
import org.bactrian.localazure.eventhub.EventHubNamespace;
import org.bactrian.localazure.eventhub.EventPartition;
import org.bactrian.localazure.eventhub.EventStamp;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;

/**
 * Node that tells clients of an event hub which partitions it has, and what is in one. Each request
 * carries a signature.
 */
record EventManagementNode(EventHubNamespace hubs, SignatureCheck signatures)
    implements RequestNode {

  private static final int OK = 200;

  @Override
  public void answer(Message request, Consumer<Answer> answer) {
    try {
      answer.accept(
          new Answer(
              Map.of("status-code", OK, "status-description", "OK"),
              body(RequestLink.properties(request))));
    } catch (BusFaultException e) {
      answer.accept(
          new Answer(
              Map.of(
                  "status-code",
                  e.fault().status(),
                  "status-description",
                  String.valueOf(e.getMessage()),
                  "error-condition",
                  e.fault().condition()),
              Map.of()));
    }
  }

  private Map<String, Object> body(Map<String, Object> request) {
    Object operation = request.get("operation");
    Object name = request.get("name");
    EventHub events =
        hubs.named(String.valueOf(name))
            .orElseThrow(
                () ->
                    new BusFaultException(
                        BusFault.ENTITY_NOT_FOUND, "There is no event hub " + name + " here."));
    signatures.check(
        String.valueOf(request.get("security_token")),
        "amqp://localhost/" + events.name() + "/" + LinkOpener.MANAGEMENT);
    if (!"READ".equals(operation)) {
      throw new BusFaultException(
          BusFault.NOT_IMPLEMENTED, "An event hub has no operation " + operation + ", only READ");
    }
    Object type = request.get("type");
    if ("com.microsoft:eventhub".equals(type)) {
      return hub(events);
    } else if ("com.microsoft:partition".equals(type)) {
      String id = String.valueOf(request.get("partition"));
      return events
          .partition(id)
          .map(partition -> partition(events, partition))
          .orElseThrow(
              () ->
                  new BusFaultException(
                      BusFault.ARGUMENT_OUT_OF_RANGE, "The event hub has no partition " + id));
    }
    throw new BusFaultException(BusFault.ARGUMENT, "Nothing is known of the type " + type);
  }

  private static Map<String, Object> hub(EventHub events) {
    String[] ids = events.partitions().stream().map(EventPartition::id).toArray(String[]::new);
    return Map.of(
        "name",
        events.name(),
        "type",
        "com.microsoft:eventhub",
        "created_at",
        Date.from(events.created()),
        "partition_count",
        ids.length,
        "partition_ids",
        ids);
  }

  private static Map<String, Object> partition(EventHub events, EventPartition partition) {
    long last = partition.next() - 1;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", events.name());
    body.put("type", "com.microsoft:partition");
    body.put("partition", partition.id());
    body.put("begin_sequence_number", partition.first());
    body.put("last_enqueued_sequence_number", last);
    body.put(
        "last_enqueued_offset",
        last < 0 ? "-1" : new EventStamp(last, partition.newest()).offset());
    body.put("last_enqueued_time_utc", Date.from(partition.newest()));
    body.put("is_partition_empty", partition.first() > last);
    return body;
  }
}
