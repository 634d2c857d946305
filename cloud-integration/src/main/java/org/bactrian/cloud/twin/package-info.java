/**
 * OPC Twin: an operation on an endpoint becomes a method of the edge module that serves the
 * endpoint, or of another module of its site while that one is offline.
 */
package org.bactrian.cloud.twin;
