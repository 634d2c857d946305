/** JMH benchmarks of single steps of the way of a value from the server to the transport. */
package org.bactrian.microbench;
