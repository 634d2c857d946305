package org.bactrian.iothub.module;

import java.util.concurrent.atomic.AtomicBoolean;
import org.bactrian.iothub.link.HubLink;

/** Lease of a shared connection until it is closed; closing twice has no further effect. */
final class LinkLease implements AutoCloseable {

  private final HubLink link;
  private final Runnable release;
  private final AtomicBoolean released = new AtomicBoolean();

  LinkLease(HubLink link, Runnable release) {
    this.link = link;
    this.release = release;
  }

  HubLink link() {
    return link;
  }

  @Override
  public void close() {
    if (!released.getAndSet(true)) {
      release.run();
    }
  }
}
