/**
 * Benchmark of publishing: from a simulated OPC UA server to an IoT Hub that acknowledges, each
 * part in a process of its own, beside clients of other makers.
 */
package org.bactrian.bench.publish;
