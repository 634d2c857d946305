/** Times and durations as the wire writes them. */
package org.bactrian.model.time;
