package org.bactrian.localazure.hub.auth;

import java.time.Clock;
import java.time.Instant;
import org.bactrian.localazure.sas.SasToken;
import org.bactrian.localazure.servicebus.amqp.SignatureCheck;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;

/** Access to the hub's built-in endpoint: by the policies of the hub that may connect services. */
public record EventAccess(SharedAccessPolicies policies, Clock clock) implements SignatureCheck {

  @Override
  public Instant check(String signature, String resource) {
    return SasToken.check(
        signature,
        resource,
        clock.instant(),
        token -> token.resource().contains("://") && policies.allowEvents(token),
        EventAccess::unauthorized);
  }

  private static BusFaultException unauthorized(String why) {
    return new BusFaultException(
        BusFault.UNAUTHORIZED, why + ". Use the eventHubConnectionString of local-azure.json.");
  }
}
