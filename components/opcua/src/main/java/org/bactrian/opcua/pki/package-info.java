/**
 * Certificates: which ones the operator trusts, which one this client shows, and what is said about
 * those that are refused.
 */
package org.bactrian.opcua.pki;
