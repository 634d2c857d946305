/** File system that the simulated plant serves to clients (OPC UA Part 20). */
package org.bactrian.simulator.file;
