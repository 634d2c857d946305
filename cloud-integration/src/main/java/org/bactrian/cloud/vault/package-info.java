/**
 * The vault service: trust groups with authorities whose keys Key Vault holds, requests for
 * certificates, revocation, and the lists of whom an entity trusts.
 */
package org.bactrian.cloud.vault;
