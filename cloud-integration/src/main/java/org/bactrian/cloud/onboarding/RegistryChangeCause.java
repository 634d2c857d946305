package org.bactrian.cloud.onboarding;

import java.util.Optional;
import org.bactrian.model.registry.EndpointActivationFilter;
import org.bactrian.model.registry.RegistryOperation;

/**
 * Cause of a change of the registry.
 *
 * @param run the run that led to it
 * @param context who asked for the run, and when
 * @param supervisor module of the same device that serves endpoints
 * @param filter which endpoints that the run brings in become active at once; none without it
 */
record RegistryChangeCause(
    FinishedRun run,
    RegistryOperation context,
    Optional<String> supervisor,
    Optional<EndpointActivationFilter> filter) {

  boolean isOf(String discovererId) {
    return run.key().discovererId().equals(discovererId);
  }
}
