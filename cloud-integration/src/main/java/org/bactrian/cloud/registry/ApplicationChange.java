package org.bactrian.cloud.registry;

import java.util.HashMap;
import java.util.Map;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationUpdate;
import org.bactrian.model.registry.ApplicationInfo;
import org.jspecify.annotations.Nullable;

/** Applies an update request to an application. An empty text removes what it names. */
final class ApplicationChange {

  private ApplicationChange() {}

  static ApplicationInfo of(ApplicationInfo old, ApplicationRegistrationUpdate update) {
    return old.with()
        .productUri(text(update.productUri(), old.productUri()))
        .applicationName(text(update.applicationName(), old.applicationName()))
        .locale(text(update.locale(), old.locale()))
        .localizedNames(names(update.localizedNames(), old.localizedNames()))
        .capabilities(update.capabilities() == null ? old.capabilities() : update.capabilities())
        .discoveryUrls(
            update.discoveryUrls() == null ? old.discoveryUrls() : update.discoveryUrls())
        .discoveryProfileUri(text(update.discoveryProfileUri(), old.discoveryProfileUri()))
        .gatewayServerUri(text(update.gatewayServerUri(), old.gatewayServerUri()))
        .build();
  }

  private static @Nullable String text(@Nullable String update, @Nullable String old) {
    if (update == null) {
      return old;
    }
    return update.isEmpty() ? null : update;
  }

  private static @Nullable Map<String, String> names(
      @Nullable Map<String, String> update, @Nullable Map<String, String> old) {
    if (update == null) {
      return old;
    }
    Map<String, String> names = new HashMap<>(update);
    names.values().removeIf(String::isEmpty);
    return names;
  }
}
