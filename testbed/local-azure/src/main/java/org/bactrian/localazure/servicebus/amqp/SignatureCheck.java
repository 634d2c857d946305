package org.bactrian.localazure.servicebus.amqp;

import java.time.Instant;

/** Check of the signatures that open a namespace. */
@FunctionalInterface
public interface SignatureCheck {

  /**
   * Checks a shared access signature.
   *
   * @param resource what it has to open
   * @return when it ends
   * @throws org.bactrian.localazure.servicebus.fault.BusFaultException when it is not valid
   */
  Instant check(String signature, String resource);
}
