/** Nodes, and the way of their values into reads, writes and subscriptions. */
package org.bactrian.simulator.space;
