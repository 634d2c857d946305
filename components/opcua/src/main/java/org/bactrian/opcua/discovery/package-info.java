/**
 * Finding OPC UA servers: which addresses and ports are looked at, the scan itself, and what a
 * server tells of itself and of others (Part 4, 5.5; Part 12).
 */
package org.bactrian.opcua.discovery;
