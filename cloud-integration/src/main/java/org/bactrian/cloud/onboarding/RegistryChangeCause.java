package org.bactrian.cloud.onboarding;

import java.util.Optional;
import org.bactrian.cloud.registry.DiscovererFindings;
import org.bactrian.model.registry.EndpointActivationFilter;
import org.bactrian.model.registry.RegistryOperation;

/**
 * Cause of a change of the registry.
 *
 * @param run the run that led to it
 * @param context who asked for the run, and when
 * @param supervisor module of the same device that serves endpoints
 * @param filter which endpoints that the run brings in become active at once; none without it
 * @param findings entities of the discoverer in the registry before the run; none when the run does
 *     not tell that what it has not seen is not there
 */
record RegistryChangeCause(
    FinishedRun run,
    RegistryOperation context,
    Optional<String> supervisor,
    Optional<EndpointActivationFilter> filter,
    DiscovererFindings findings) {

  boolean isOf(String discovererId) {
    return run.key().discovererId().equals(discovererId);
  }
}
