package org.bactrian.cloud.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Permission of a caller. An operation names those of which one lets a caller in; none includes
 * another, but everyone who is signed in may read.
 */
public enum Permission {
  /** Look at everything. */
  READ,
  /** Change what the plant does, such as activating an endpoint. */
  WRITE,
  /** Approve and sign certificates. */
  SIGN,
  /** Change what there is, such as removing an application. */
  ADMINISTER;

  /** The name in contracts and tokens: the lower-case name. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The permission that a role of a token stands for, which may also be written as OPC Twin had it
   * ({@code Write}, {@code Sign}, {@code Admin}); empty for a role of something else.
   */
  public static Optional<Permission> ofRole(String role) {
    if (role.equalsIgnoreCase("admin")) {
      return Optional.of(ADMINISTER);
    }
    return Arrays.stream(values()).filter(value -> value.name().equalsIgnoreCase(role)).findFirst();
  }
}
