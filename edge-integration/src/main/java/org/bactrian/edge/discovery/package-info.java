/**
 * Discovery of OPC UA servers as a capability of the edge: requests one after the other, recurring
 * scans, and what leaves as telemetry.
 */
package org.bactrian.edge.discovery;
