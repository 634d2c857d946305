/**
 * OPC Twin: browses, reads, writes and calls servers for others. Requests come as the contracts of
 * the cloud and of the edge have them, answers go the same way.
 */
package org.bactrian.edge.twin;
