/** Durable outbox: what is on its way to a transport survives outages and restarts. */
package org.bactrian.edge.outbox;
