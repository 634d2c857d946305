/** Paths from node to node by browse names: their text forms, and the paths that servers follow. */
package org.bactrian.model.browse;
