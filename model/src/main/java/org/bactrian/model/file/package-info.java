/** Files of a process on its own machine. */
package org.bactrian.model.file;
