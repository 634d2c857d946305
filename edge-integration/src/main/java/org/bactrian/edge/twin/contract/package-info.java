/**
 * Requests and responses of OPC Twin's operations, for the cloud's contract and for the edge's.
 * Where the two differ, a record holds the members of both, and a member that one of them does not
 * know is left out. A member that is null is not written.
 */
package org.bactrian.edge.twin.contract;
