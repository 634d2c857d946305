package org.bactrian.opcua.subscription;

import java.util.Collection;
import java.util.List;
import org.bactrian.model.time.Backoff;
import org.bactrian.opcua.service.StatusText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log of the items that a server refuses, a line where that changes. Not thread-safe. */
final class RefusedItemLog {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedItemLog.class);

  private final String server;
  private final Backoff retry;
  private String last = "";

  RefusedItemLog(String server, Backoff retry) {
    this.server = server;
    this.retry = retry;
  }

  void tell(Collection<MonitoredItemEntry> entries) {
    List<MonitoredItemEntry> refused =
        entries.stream().filter(entry -> entry.status != null && entry.status.isBad()).toList();
    String text = "";
    if (!refused.isEmpty()) {
      MonitoredItemEntry first = refused.get(0);
      text =
          "%d of %d items are refused, for example %s: %s"
              .formatted(
                  refused.size(),
                  entries.size(),
                  first.item.nodeId().toParseableString(),
                  StatusText.of(first.status)
                      + (first.detail.isEmpty() ? "" : " (" + first.detail + ")"));
    }
    if (text.equals(last)) {
      return;
    }
    last = text;
    if (text.isEmpty()) {
      LOG.info("{}: all {} items are monitored", server, entries.size());
    } else {
      LOG.warn(
          "{}: {}. Check the node ids and the server's limits; they are tried again {}.",
          server,
          text,
          retry.text());
    }
  }
}
