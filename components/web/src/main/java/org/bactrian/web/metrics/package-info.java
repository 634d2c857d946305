/** The registries of meters of a context, and the meters of operations. */
package org.bactrian.web.metrics;
