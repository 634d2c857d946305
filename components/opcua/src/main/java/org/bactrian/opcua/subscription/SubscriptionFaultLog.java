package org.bactrian.opcua.subscription;

import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log of what keeps a subscription from being complete, a line where that changes. */
final class SubscriptionFaultLog {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionFaultLog.class);

  private final String server;
  private String last = "";

  SubscriptionFaultLog(String server) {
    this.server = server;
  }

  void note(Exception fault) {
    String text = fault instanceof UaException ? StatusText.of(fault) : fault.toString();
    if (!text.equals(last)) {
      last = text;
      long code = StatusText.codeOf(fault).value();
      boolean full = code == StatusCodes.Bad_TooManySubscriptions;
      LOG.warn(
          "{}: the subscription is not complete: {}. {}It is tried again until it works.",
          server,
          text,
          full ? "Close other clients or raise the server's limit. " : "");
    }
  }

  /** All is well. */
  void clear() {
    last = "";
  }
}
