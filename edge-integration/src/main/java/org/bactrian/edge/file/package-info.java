/** Files that are read again when they change, in as few readings as possible. */
package org.bactrian.edge.file;
