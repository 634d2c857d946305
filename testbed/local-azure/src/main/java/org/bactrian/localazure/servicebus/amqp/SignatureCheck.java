package org.bactrian.localazure.servicebus.amqp;

import java.time.Instant;

/** Knows the policies of the namespace and their keys. */
@FunctionalInterface
interface SignatureCheck {

  /**
   * Checks a shared access signature.
   *
   * @param resource what it has to open
   * @return when it ends
   * @throws org.bactrian.localazure.servicebus.fault.BusFaultException when it is not valid
   */
  Instant check(String signature, String resource);
}
