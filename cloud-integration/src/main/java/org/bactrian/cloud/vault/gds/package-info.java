/**
 * Requests of OPC UA applications that pull certificates from a Global Discovery Server of the edge
 * (Part 12): they are registered, and their requests passed on to the vault.
 */
package org.bactrian.cloud.vault.gds;
