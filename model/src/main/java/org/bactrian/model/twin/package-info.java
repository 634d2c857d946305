/**
 * What the operations of OPC Twin take and answer, for the cloud's contract and for the edge's.
 * Where the two differ, a record holds the members of both, and what one of them does not know is
 * left out. A member that is null is not written.
 */
package org.bactrian.model.twin;
