package org.bactrian.opcua.subscription;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transfer of subscriptions to the present session (Part 4, 5.14.7).
 *
 * @param lost those that the server did not hand over, with its reason
 */
record SubscriptionTransfer(Map<ServerSubscription, String> lost) {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionTransfer.class);

  /**
   * Transfers subscriptions, which then know what the server keeps for them.
   *
   * @throws UaException when the session was lost meanwhile
   */
  static SubscriptionTransfer to(ServerContext context, List<ServerSubscription> parts)
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
    if (!present.isEmpty()) {
      transfer(context, present, lost);
    }
    return new SubscriptionTransfer(lost);
  }

  private static void transfer(
      ServerContext context, List<ServerSubscription> parts, Map<ServerSubscription, String> lost)
      throws UaException {
    List<UInteger> ids = parts.stream().map(ServerSubscription::id).toList();
    String refused = "the server refused to hand the subscription over to the new session (%s)";
    try {
      TransferResult[] results =
          ServiceResults.complete(
              "TransferSubscriptions",
              context.client().transferSubscriptions(ids, false).getResults(),
              ids.size());
      for (int i = 0; i < results.length; i++) {
        if (results[i].getStatusCode().isGood()) {
          UInteger[] available = results[i].getAvailableSequenceNumbers();
          parts.get(i).transferred(available == null ? List.of() : List.of(available));
        } else {
          lost.put(parts.get(i), refused.formatted(StatusText.of(results[i].getStatusCode())));
        }
      }
    } catch (UaException e) {
      if (StatusText.meansLostSession(e)) {
        throw e;
      }
      LOG.debug("Subscriptions cannot be transferred", e);
      parts.forEach(part -> lost.put(part, refused.formatted(StatusText.of(e))));
    }
  }
}
