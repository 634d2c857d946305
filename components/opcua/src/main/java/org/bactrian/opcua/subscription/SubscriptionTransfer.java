package org.bactrian.opcua.subscription;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transfer of subscriptions to the present session (Part 4, 5.14.7).
 *
 * @param lost those that the server did not hand over, with its reason
 * @param isFull whether it handed over none since the session has as many as it grants, so that
 *     another session may have them
 */
record SubscriptionTransfer(Map<ServerSubscription, String> lost, boolean isFull) {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionTransfer.class);

  /**
   * Transfers subscriptions to another session of the same process, which then know what the server
   * keeps for them.
   *
   * @throws UaException when the session was lost meanwhile
   */
  static SubscriptionTransfer to(ServerContext context, List<ServerSubscription> parts)
      throws UaException {
    return transfer(
        context, parts, false, (part, available) -> part.messages().transferred(available));
  }

  /**
   * Transfers subscriptions of a former process, which has stored all messages before those that
   * come next.
   *
   * @param initialValues whether the server is to send all values once more
   * @throws UaException when the session was lost meanwhile
   */
  static SubscriptionTransfer toLaterProcess(
      ServerContext context, List<ServerSubscription> parts, boolean initialValues)
      throws UaException {
    return transfer(
        context,
        parts,
        initialValues,
        (part, available) -> {
          part.acknowledgeStored(available);
          part.messages().transferred(available);
        });
  }

  private static SubscriptionTransfer transfer(
      ServerContext context,
      List<ServerSubscription> parts,
      boolean initialValues,
      BiConsumer<ServerSubscription, List<UInteger>> onTransferred)
      throws UaException {
    Map<ServerSubscription, String> lost = new LinkedHashMap<>();
    List<ServerSubscription> present = new ArrayList<>();
    for (ServerSubscription part : parts) {
      if (part.serverStart().equals(context.serverStart())) {
        present.add(part);
      } else {
        lost.put(part, "the server was restarted");
      }
    }
    boolean full =
        !present.isEmpty() && transfer(context, present, initialValues, onTransferred, lost);
    return new SubscriptionTransfer(lost, full);
  }

  private static boolean isFull(StatusCode status) {
    return status.value() == StatusCodes.Bad_TooManySubscriptions;
  }

  /** Returns those that the server did not hand over, by its reasons. */
  Map<String, Set<ServerSubscription>> lostByReason() {
    Map<String, Set<ServerSubscription>> byReason = new LinkedHashMap<>();
    lost.forEach((part, why) -> byReason.computeIfAbsent(why, w -> new HashSet<>()).add(part));
    return byReason;
  }

  /** The server may have handed them over all the same, so it is asked again. */
  private static boolean isUnanswered(UaException fault) {
    long code = StatusText.codeOf(fault).value();
    return code == StatusCodes.Bad_Timeout || code == StatusCodes.Bad_RequestTimeout;
  }

  /** Returns whether the server has no room in this session for any of them. */
  private static boolean transfer(
      ServerContext context,
      List<ServerSubscription> parts,
      boolean initialValues,
      BiConsumer<ServerSubscription, List<UInteger>> onTransferred,
      Map<ServerSubscription, String> lost)
      throws UaException {
    List<UInteger> ids = parts.stream().map(ServerSubscription::id).toList();
    String refused = "the server refused to hand the subscription over to the new session (%s)";
    try {
      TransferResult[] results =
          ServiceResults.complete(
              "TransferSubscriptions",
              context.client().transferSubscriptions(ids, initialValues).getResults(),
              ids.size());
      for (int i = 0; i < results.length; i++) {
        if (results[i].getStatusCode().isGood()) {
          UInteger[] available = results[i].getAvailableSequenceNumbers();
          onTransferred.accept(parts.get(i), available == null ? List.of() : List.of(available));
        } else {
          lost.put(parts.get(i), refused.formatted(StatusText.of(results[i].getStatusCode())));
        }
      }
      return Stream.of(results).allMatch(result -> isFull(result.getStatusCode()));
    } catch (UaException e) {
      if (StatusText.meansLostSession(e) || isUnanswered(e)) {
        throw e;
      }
      LOG.debug("Subscriptions cannot be transferred", e);
      parts.forEach(part -> lost.put(part, refused.formatted(StatusText.of(e))));
      return isFull(StatusText.codeOf(e));
    }
  }
}
