/**
 * Jobs of publishers and their workers: what is published of an endpoint, and the assignment of
 * each job to one worker at a time, by leases.
 */
package org.bactrian.cloud.publisher;
