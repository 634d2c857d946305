package org.bactrian.cloud;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;

/**
 * Tokens of callers of a server under test, each signed once: a signature costs more than most of
 * the requests. Thread-safe.
 */
public final class TestTokens {

  private record Holder(String caller, Permission permission) {}

  private static final Duration LIFE = Duration.ofHours(1);

  private final LocalTokens tokens;
  private final Map<Holder, String> issued = new ConcurrentHashMap<>();

  public TestTokens(LocalTokens tokens) {
    this.tokens = tokens;
  }

  /** A token of a caller who has one permission. */
  public String of(String caller, Permission permission) {
    return issued.computeIfAbsent(
        new Holder(caller, permission), holder -> tokens.issue(caller, permission, LIFE));
  }
}
