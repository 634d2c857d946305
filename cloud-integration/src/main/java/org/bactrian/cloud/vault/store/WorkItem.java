package org.bactrian.cloud.vault.store;

/**
 * Step of the workflow that this replica carries out.
 *
 * @param step the step
 * @param subject what its work is named by
 * @param lease text that only this replica knows
 * @param version number of the times that it became due
 * @param attempts number of this attempt, from 1
 */
public record WorkItem(WorkStep step, String subject, String lease, long version, int attempts) {}
