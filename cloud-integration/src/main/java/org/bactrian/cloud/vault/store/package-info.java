/** Rows of the vault in the database. Each method is a part of the transaction of its handle. */
package org.bactrian.cloud.vault.store;
