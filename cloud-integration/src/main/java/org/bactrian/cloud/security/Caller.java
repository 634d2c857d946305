package org.bactrian.cloud.security;

import java.util.Collections;
import java.util.Set;

/**
 * Caller of a request.
 *
 * @param subject whom the issuer of the token says it is
 * @param permissions what the caller may do, at least {@link Permission#READ}
 */
public record Caller(String subject, Set<Permission> permissions) {

  public Caller {
    permissions = Set.copyOf(permissions);
  }

  /** Returns whether one of {@code permitted} is among the permissions. */
  public boolean mayAnyOf(Set<Permission> permitted) {
    return !Collections.disjoint(permissions, permitted);
  }
}
