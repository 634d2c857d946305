/** Browse paths between nodes: their text forms, and the relative paths that servers follow. */
package org.bactrian.edge.twin.path;
