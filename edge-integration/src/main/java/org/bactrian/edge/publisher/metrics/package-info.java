/** Figures of WriterGroups, writers and servers as metrics, in the log and as messages. */
@org.jspecify.annotations.NullMarked
package org.bactrian.edge.publisher.metrics;
