/** The shapes that values take over time. */
package org.bactrian.simulator.signal;
