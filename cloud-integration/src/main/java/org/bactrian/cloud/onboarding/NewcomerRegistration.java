package org.bactrian.cloud.onboarding;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bactrian.cloud.onboarding.LastSeenStore.Newcomer;
import org.bactrian.cloud.registry.ApplicationTwins;
import org.bactrian.cloud.registry.Applications;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.EndpointRegistration;

/**
 * Registration of servers that a run was the first to see, up to a hundred identities in a request:
 * IoT Hub takes few operations on identities. It assumes that the registry does not have them;
 * where it does, they are left to {@link RunApplication}, which looks at each.
 */
record NewcomerRegistration(
    LastSeenStore sightings,
    ApplicationTwins twins,
    Applications applications,
    EndpointApplication endpoints) {

  /**
   * Registers what a run was the first to see.
   *
   * @return ids of applications of which nothing is left to do
   */
  Set<String> register(RegistryChangeCause cause) {
    RunKey run = cause.run().key();
    Map<String, Newcomer> newcomers =
        sightings.newcomers(run).stream()
            .filter(one -> cause.run().seen().contains(one.id()))
            .collect(Collectors.toMap(Newcomer::id, Function.identity()));
    Map<String, List<EndpointRegistration>> made = new HashMap<>();
    List<ApplicationInfo> wanted =
        newcomers.values().stream().map(one -> one.application().withNotSeenSince(null)).toList();
    for (ApplicationInfo application : twins.create(wanted, cause.context())) {
      applications.tell(RegistryEventType.New, application);
      applications.tell(RegistryEventType.Enabled, application);
      Newcomer newcomer = newcomers.get(application.registeredId());
      if (newcomer != null) {
        made.put(newcomer.id(), newcomer.endpoints());
      }
    }
    Set<String> done = new HashSet<>(made.keySet());
    done.removeAll(endpoints.create(made, cause));
    // Whoever looked at the registry before these were in it has noted first what it saw. Where
    // someone did, what the registry says now is held to that.
    done.retainAll(sightings.newcomers(run).stream().map(Newcomer::id).collect(Collectors.toSet()));
    return done;
  }
}
