/** The data types of the plant. */
package org.bactrian.simulator.type;
