/**
 * Certificates for OPC UA applications that pull them from the edge (Part 12): the applications
 * that registered, and their requests, which are kept until the Vault in the cloud has answered.
 */
package org.bactrian.edge.gds;
