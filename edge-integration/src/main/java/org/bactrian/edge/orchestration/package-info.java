/**
 * The publisher that gets its jobs from the cloud: workers, heartbeats and leases, and WriterGroups
 * that are made of jobs.
 */
package org.bactrian.edge.orchestration;
