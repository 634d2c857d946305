/**
 * Keys that Key Vault holds: those of authorities, which never leave it, and those of requesters.
 */
package org.bactrian.cloud.vault.key;
