package org.bactrian.localazure.keyvault.item;

import java.util.List;

/**
 * Content of a backup.
 *
 * @param items an item with what belongs to it, in the order of its kinds
 */
record ItemBackup(List<VaultItem> items) {}
