package org.bactrian.localazure.servicebus.amqp;

import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

/**
 * The first exchange of a connection. Azure's SDKs come without a name and show their signatures
 * later, on the {@code $cbs} node; other AMQP clients show the name of a policy and its key at once
 * (mechanism PLAIN, "AMQP 1.0 in Azure Service Bus and Event Hubs protocol guide",
 * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide).
 *
 * @param isPolicyAndKey knows the policies and their keys
 * @param claims learns that the connection may do everything
 */
record SaslHandshake(BiPredicate<String, String> isPolicyAndKey, ConnectionClaims claims)
    implements SaslListener {

  void guard(Transport transport) {
    Sasl sasl = transport.sasl();
    sasl.server();
    sasl.setMechanisms("MSSBCBS", "PLAIN", "ANONYMOUS", "EXTERNAL");
    sasl.allowSkip(true);
    sasl.setListener(this);
  }

  @Override
  public void onSaslInit(Sasl sasl, Transport transport) {
    String mechanism = sasl.getRemoteMechanisms().length > 0 ? sasl.getRemoteMechanisms()[0] : "";
    byte[] response = new byte[sasl.pending()];
    sasl.recv(response, 0, response.length);
    if (!mechanism.equals("PLAIN")) {
      sasl.done(Sasl.SaslOutcome.PN_SASL_OK);
      return;
    }
    String[] parts = new String(response, StandardCharsets.UTF_8).split("\0", -1);
    if (parts.length == 3 && isPolicyAndKey.test(parts[1], parts[2])) {
      claims.allowEverything();
      sasl.done(Sasl.SaslOutcome.PN_SASL_OK);
    } else {
      sasl.done(Sasl.SaslOutcome.PN_SASL_AUTH);
    }
  }

  @Override
  public void onSaslMechanisms(Sasl sasl, Transport transport) {
    // Only a client hears of mechanisms.
  }

  @Override
  public void onSaslResponse(Sasl sasl, Transport transport) {
    // No mechanism of ours challenges.
  }

  @Override
  public void onSaslChallenge(Sasl sasl, Transport transport) {
    // Only a client is challenged.
  }

  @Override
  public void onSaslOutcome(Sasl sasl, Transport transport) {
    // Only a client hears of the outcome.
  }
}
