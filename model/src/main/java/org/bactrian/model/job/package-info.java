/**
 * Jobs of publishers between cloud and edge: heartbeats, which leave the edge as device-to-cloud
 * messages, and leases, which come as direct methods.
 */
package org.bactrian.model.job;
