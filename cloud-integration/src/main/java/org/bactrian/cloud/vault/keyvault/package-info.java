/** Clients of the Key Vault that keeps the keys of certificate authorities. */
package org.bactrian.cloud.vault.keyvault;
