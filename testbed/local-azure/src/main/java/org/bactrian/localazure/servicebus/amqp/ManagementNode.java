package org.bactrian.localazure.servicebus.amqp;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.message.Message;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;
import org.bactrian.localazure.servicebus.message.BusMessage;
import org.bactrian.localazure.servicebus.queue.BusNamespace;
import org.bactrian.localazure.servicebus.queue.DeadLetterReason;
import org.bactrian.localazure.servicebus.queue.MessageQueue;
import org.bactrian.localazure.servicebus.queue.QueueDelivery;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests to one entity ("AMQP 1.0 in Azure Service Bus: request-response-based operations",
 * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response).
 */
record ManagementNode(BusNamespace namespace, EntityPath path) implements RequestNode {

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final String VENDOR = "com.microsoft:";

  @Override
  public void answer(Message request, Consumer<Answer> answer) {
    handle(request)
        .onSuccess(body -> answer.accept(done(body)))
        .onFailure(e -> answer.accept(failed(BusFaultException.of(e))));
  }

  private Future<Map<String, Object>> handle(Message request) {
    try {
      String operation = String.valueOf(RequestLink.properties(request).get("operation"));
      Arguments arguments = Arguments.of(request);
      return switch (operation.startsWith(VENDOR) ? operation.substring(VENDOR.length()) : "") {
        case "renew-lock" -> renewLocks(arguments);
        case "update-disposition" -> updateDisposition(arguments);
        case "schedule-message" -> schedule(arguments);
        case "cancel-scheduled-message" -> cancelScheduled(arguments);
        case "peek-message" -> peek(arguments);
        case "receive-by-sequence-number" -> receiveDeferred(arguments);
        default ->
            throw new BusFaultException(
                BusFault.NOT_IMPLEMENTED,
                "The local Azure's Service Bus has no operation " + operation);
      };
    } catch (BusFaultException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Map<String, Object>> renewLocks(Arguments arguments) {
    MessageQueue queue = namespace.queue(path);
    Date[] ends =
        arguments.uuids("lock-tokens").stream()
            .map(token -> Date.from(queue.renew(token)))
            .toArray(Date[]::new);
    return Future.succeededFuture(Map.of("expirations", ends));
  }

  private Future<Map<String, Object>> updateDisposition(Arguments arguments) {
    String status = arguments.text("disposition-status").orElse("");
    Map<String, Object> modified = arguments.map("properties-to-modify");
    List<Future<Void>> settled = new ArrayList<>();
    for (UUID token : arguments.uuids("lock-tokens")) {
      settled.add(settle(namespace.queue(path), token, status, modified, arguments));
    }
    return Future.all(settled).map(Map.of());
  }

  private static Future<Void> settle(
      MessageQueue queue,
      UUID token,
      String status,
      Map<String, Object> modified,
      Arguments arguments) {
    return switch (status) {
      case "completed" -> queue.complete(token);
      case "abandoned" -> queue.abandon(token, modified);
      // Spelt as the protocol spells it.
      case "defered" -> queue.defer(token, modified);
      case "suspended" ->
          queue.deadLetter(
              token,
              new DeadLetterReason(
                  arguments.text("deadletter-reason"),
                  arguments.text("deadletter-description"),
                  modified));
      default ->
          Future.failedFuture(
              new BusFaultException(
                  BusFault.ARGUMENT, "\"" + status + "\" is no disposition-status"));
    };
  }

  private Future<Map<String, Object>> schedule(Arguments arguments) {
    List<BusMessage> messages =
        arguments.maps("messages").stream()
            .map(entry -> BusMessage.decode(Arguments.bytes(entry.get("message"))))
            .toList();
    return namespace
        .send(path, messages)
        .map(numbers -> Map.of("sequence-numbers", numbers.toArray(Long[]::new)));
  }

  private Future<Map<String, Object>> cancelScheduled(Arguments arguments) {
    return namespace.cancelScheduled(path, arguments.longs("sequence-numbers")).map(Map.of());
  }

  private Future<Map<String, Object>> peek(Arguments arguments) {
    List<QueueDelivery> peeked =
        namespace
            .queue(path)
            .peek(
                arguments.number("from-sequence-number").orElse(0L),
                arguments.number("message-count").orElse(1L).intValue());
    return Future.succeededFuture(messages(peeked, false));
  }

  private Future<Map<String, Object>> receiveDeferred(Arguments arguments) {
    boolean delete = arguments.number("receiver-settle-mode").orElse(1L) == 0;
    return namespace
        .queue(path)
        .receiveDeferred(arguments.longs("sequence-numbers"), delete)
        .map(deliveries -> messages(deliveries, !delete));
  }

  private static Map<String, Object> messages(List<QueueDelivery> deliveries, boolean locked) {
    if (deliveries.isEmpty()) {
      return Map.of();
    }
    List<Map<String, Object>> messages = new ArrayList<>();
    for (QueueDelivery delivery : deliveries) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("message", new Binary(delivery.encoded()));
      if (locked) {
        entry.put("lock-token", delivery.lockToken());
      }
      messages.add(entry);
    }
    return Map.of("messages", messages);
  }

  private static Answer done(Map<String, Object> body) {
    return new Answer(
        Map.of("statusCode", body.isEmpty() ? NO_CONTENT : OK, "statusDescription", "OK"), body);
  }

  private static Answer failed(BusFaultException refusal) {
    return new Answer(
        Map.of(
            "statusCode",
            refusal.fault().status(),
            "statusDescription",
            refusal.getMessage(),
            "errorCondition",
            Symbol.valueOf(refusal.fault().condition())),
        Map.of());
  }

  /** The body of a request, whose values have the types that each SDK likes to send. */
  private record Arguments(Map<?, ?> values) {

    static Arguments of(Message request) {
      if (request.getBody() instanceof AmqpValue body && body.getValue() instanceof Map<?, ?> map) {
        return new Arguments(map);
      }
      throw new BusFaultException(BusFault.ARGUMENT, "The body of the request is no map");
    }

    Optional<String> text(String name) {
      return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    Optional<Long> number(String name) {
      return values.get(name) instanceof Number number
          ? Optional.of(number.longValue())
          : Optional.empty();
    }

    List<Long> longs(String name) {
      return list(name).stream()
          .filter(Number.class::isInstance)
          .map(value -> ((Number) value).longValue())
          .toList();
    }

    List<UUID> uuids(String name) {
      return list(name).stream().filter(UUID.class::isInstance).map(UUID.class::cast).toList();
    }

    Map<String, Object> map(String name) {
      Map<String, Object> copy = new LinkedHashMap<>();
      if (values.get(name) instanceof Map<?, ?> map) {
        map.forEach((key, value) -> copy.put(key.toString(), value));
      }
      return copy;
    }

    List<Map<?, ?>> maps(String name) {
      List<Map<?, ?>> maps = new ArrayList<>();
      for (Object value : list(name)) {
        if (value instanceof Map<?, ?> map) {
          maps.add(map);
        }
      }
      return maps;
    }

    static byte[] bytes(@Nullable Object value) {
      if (value instanceof Binary binary) {
        byte[] bytes = new byte[binary.getLength()];
        binary.asByteBuffer().get(bytes);
        return bytes;
      }
      throw new BusFaultException(BusFault.ARGUMENT, "A message is missing");
    }

    private List<?> list(String name) {
      Object value = values.get(name);
      if (value instanceof List<?> list) {
        return list;
      } else if (value instanceof Object[] array) {
        return Arrays.asList(array);
      } else if (value instanceof long[] array) {
        return Arrays.stream(array).boxed().toList();
      }
      throw new BusFaultException(BusFault.ARGUMENT, "The request has no list of " + name);
    }
  }
}
