/** The edge's own certificate and its trust in servers, as the cloud or an operator sets them. */
package org.bactrian.edge.certificate;
