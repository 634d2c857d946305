/**
 * Discovery of OPC UA servers: ranges of addresses and ports, the scan itself, and the discovery
 * services (Part 4, 5.5; Part 12).
 */
package org.bactrian.opcua.discovery;
