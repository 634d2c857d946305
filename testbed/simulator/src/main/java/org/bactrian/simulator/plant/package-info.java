/** The plant: lines, machines, load counters, samples of each built-in type. */
package org.bactrian.simulator.plant;
