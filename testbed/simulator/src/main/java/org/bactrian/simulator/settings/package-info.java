/** What a simulator is started with. */
package org.bactrian.simulator.settings;
