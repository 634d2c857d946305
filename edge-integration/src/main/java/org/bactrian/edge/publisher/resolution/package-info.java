/** Resolution of configured nodes to the fields that a connected server has for them. */
package org.bactrian.edge.publisher.resolution;
