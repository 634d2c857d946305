/**
 * Certificates: those that the operator trusts, that of this client, and the reasons of refusal.
 */
package org.bactrian.opcua.pki;
