/** A plant behind an OPC UA server, for tests and demonstrations. */
package org.bactrian.simulator;
