/** The simulator's own certificate, and the certificates of clients and users that it trusts. */
package org.bactrian.simulator.certificate;
