/**
 * Operations that change what is published while the edge runs, and the published nodes file with
 * it.
 */
package org.bactrian.edge.publisher.configuration;
