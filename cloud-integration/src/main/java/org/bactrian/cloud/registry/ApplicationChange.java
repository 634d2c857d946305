package org.bactrian.cloud.registry;

import java.util.HashMap;
import java.util.Map;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationUpdate;
import org.bactrian.model.registry.ApplicationInfo;

/** Applies an update request to an application. An empty text removes what it names. */
final class ApplicationChange {

  private ApplicationChange() {}

  static ApplicationInfo of(ApplicationInfo old, ApplicationRegistrationUpdate update) {
    return new ApplicationInfo(
        old.applicationId(),
        old.applicationType(),
        old.applicationUri(),
        text(update.productUri(), old.productUri()),
        text(update.applicationName(), old.applicationName()),
        text(update.locale(), old.locale()),
        names(update.localizedNames(), old.localizedNames()),
        update.capabilities() == null ? old.capabilities() : update.capabilities(),
        update.discoveryUrls() == null ? old.discoveryUrls() : update.discoveryUrls(),
        text(update.discoveryProfileUri(), old.discoveryProfileUri()),
        text(update.gatewayServerUri(), old.gatewayServerUri()),
        old.hostAddresses(),
        old.siteId(),
        old.discovererId(),
        old.notSeenSince(),
        old.created(),
        old.updated());
  }

  private static String text(String update, String old) {
    if (update == null) {
      return old;
    }
    return update.isEmpty() ? null : update;
  }

  private static Map<String, String> names(Map<String, String> update, Map<String, String> old) {
    if (update == null) {
      return old;
    }
    Map<String, String> names = new HashMap<>(update);
    names.values().removeIf(String::isEmpty);
    return names;
  }
}
