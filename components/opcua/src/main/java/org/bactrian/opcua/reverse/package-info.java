/**
 * Connections that servers open to this client (Part 6, 7.1.2.6): the port that it listens on, the
 * servers that it expects, and the transport of a client over such a connection.
 */
@NullMarked
package org.bactrian.opcua.reverse;

import org.jspecify.annotations.NullMarked;
