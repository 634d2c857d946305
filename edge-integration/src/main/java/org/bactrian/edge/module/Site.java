package org.bactrian.edge.module;

import java.util.Optional;

/** Site of the edge: the one desired by the cloud, or else the configured one. Thread-safe. */
public final class Site {

  private final String configured;
  private volatile String desired = "";

  /**
   * Creates a site from the edge's own options.
   *
   * @param configured name, empty for none
   */
  public Site(String configured) {
    this.configured = configured;
  }

  /** Returns the name of the site; empty when none is set. */
  public Optional<String> name() {
    String name = desired.isEmpty() ? configured : desired;
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /** Sets the site desired by the cloud; empty for none. */
  void desired(String name) {
    desired = name;
  }

  /** Returns true when the cloud desires a site, so that the edge need not report one. */
  boolean isDesired() {
    return !desired.isEmpty();
  }
}
