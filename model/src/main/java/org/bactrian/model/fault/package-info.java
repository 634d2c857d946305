/**
 * Failures of operations: one exception with a kind, which HTTP, direct methods and MQTT turn into
 * a status. A message says where, what and the remedy; it reaches the caller, so it holds no
 * secret.
 */
package org.bactrian.model.fault;
