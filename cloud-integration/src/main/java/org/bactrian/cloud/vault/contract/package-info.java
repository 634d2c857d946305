/** Requests and answers of the vault service, as its contract has them. */
package org.bactrian.cloud.vault.contract;
