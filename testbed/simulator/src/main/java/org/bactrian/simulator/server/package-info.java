/** The OPC UA server around the nodes: endpoints, certificates, users, limits. */
package org.bactrian.simulator.server;
