package org.bactrian.cloud.onboarding;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Map;
import org.bactrian.cloud.TestCloud;

/** Discoveries for tests of what comes after them. */
public final class Events {

  /** Parameters of a URL, as routes have them. */
  public static final TypeReference<Map<String, Object>> HEADERS = new TypeReference<>() {};

  private Events() {}

  /** Has a device find servers, each with three endpoints. */
  public static void scan(TestCloud cloud, String device, int... servers) {
    cloud.offlineModule(device, "discovery");
    new Plant(device)
        .scan("2026-01-02T03:00:00Z", servers)
        .forEach(message -> cloud.onboarding.take(message.body(), message.properties()));
  }
}
