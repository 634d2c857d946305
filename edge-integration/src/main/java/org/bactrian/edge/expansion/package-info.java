/**
 * Expansion of entries of published nodes files whose nodes are objects or types to entries that
 * name each variable.
 */
package org.bactrian.edge.expansion;
