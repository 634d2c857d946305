package org.bactrian.edge.module;

import java.util.Optional;

/**
 * The site that the edge is in: what the cloud says, else what the edge was started with. Safe for
 * use by several threads.
 */
public final class Site {

  private final String configured;
  private volatile String desired = "";

  /**
   * A site by the edge's own options.
   *
   * @param configured name, empty for none
   */
  public Site(String configured) {
    this.configured = configured;
  }

  /** The name of the site; empty when nobody gave it one. */
  public Optional<String> name() {
    String name = desired.isEmpty() ? configured : desired;
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /** Takes over what the cloud says; empty for nothing. */
  void desired(String name) {
    desired = name;
  }

  /** Whether the cloud said it, so that the edge need not. */
  boolean isDesired() {
    return !desired.isEmpty();
  }
}
