/** Calls of methods that a file lists and that are carried out at the start and when it changes. */
package org.bactrian.edge.init;
