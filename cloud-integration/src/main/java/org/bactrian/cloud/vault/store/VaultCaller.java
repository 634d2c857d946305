package org.bactrian.cloud.vault.store;

import org.jspecify.annotations.Nullable;

/**
 * Caller of an operation: of REST, or a route.
 *
 * @param name name of the caller or of the route
 * @param address address that the caller called from; empty for a route
 */
public record VaultCaller(String name, String address) {

  /** A caller of REST, whose headers may be missing where a route asks. */
  public static VaultCaller of(@Nullable String name, @Nullable String address) {
    return new VaultCaller(
        name == null || name.isEmpty() ? "route" : name, address == null ? "" : address);
  }

  /** A route. */
  public static VaultCaller route(String id) {
    return new VaultCaller(id, "");
  }
}
