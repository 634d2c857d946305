/** OPC UA server of the Global Discovery Server (Part 12): its address space and its methods. */
package org.bactrian.edge.gds.server;
