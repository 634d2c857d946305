/** Processes that a benchmark starts, and what they use of the machine. */
package org.bactrian.bench.process;
