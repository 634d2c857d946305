/** Settings of a simulator. */
package org.bactrian.simulator.settings;
