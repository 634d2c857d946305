/** The historian of the plant: values and events that were recorded (OPC UA Part 11). */
package org.bactrian.simulator.history;
