/** Single steps that the kamelets of the edge take in Java. */
package org.bactrian.edge.kamelet;
