/**
 * Histories of OPC UA servers: an operation on an endpoint becomes a method of the edge module that
 * serves the endpoint.
 */
package org.bactrian.cloud.history;
