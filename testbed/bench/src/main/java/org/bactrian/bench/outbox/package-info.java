/** Comparison of stores for the outbox, each in a process of its own. */
package org.bactrian.bench.outbox;
