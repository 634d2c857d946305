/** Events, and alarms that are raised and acknowledged (OPC UA Part 9). */
package org.bactrian.simulator.alarm;
