/**
 * End-to-end benchmarks. They measure what runs and say it as ratios within one run on one machine;
 * {@code ./bactrian bench} starts what they need.
 */
package org.bactrian.bench;
