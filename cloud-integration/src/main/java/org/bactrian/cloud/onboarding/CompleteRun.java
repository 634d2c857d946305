package org.bactrian.cloud.onboarding;

import java.util.Set;
import org.bactrian.model.discovery.DiscoveryResult;

/**
 * A run whose messages have all come.
 *
 * @param key discoverer and time
 * @param result how it ended
 * @param full whether it tells that what it has not seen is not there
 * @param seen applications that it saw
 */
record CompleteRun(RunKey key, DiscoveryResult result, boolean full, Set<String> seen) {}
