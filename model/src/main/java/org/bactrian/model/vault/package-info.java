/**
 * Requests for certificates of OPC UA applications, which leave the edge as device-to-cloud
 * messages, and the answers of the Vault, which come as direct methods.
 */
package org.bactrian.model.vault;
