/**
 * Takes what discoverers found into the registry.
 *
 * <p>Messages may come twice, late, in any order and to any replica. So they are collected in the
 * database; when a run is complete, its sightings are noted with their time; and each application
 * and endpoint is made what all sightings together say. What is there then depends on which runs
 * there were, not on when they were taken.
 */
package org.bactrian.cloud.onboarding;
