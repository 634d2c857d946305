package org.bactrian.localazure.keyvault.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A key, secret or certificate with its versions.
 *
 * @param name in the case that it was made with
 * @param versions the oldest first, at least one
 * @param deletedAt seconds since 1970 when it was deleted, 0 when it was not
 */
public record VaultItem(String name, List<ItemVersion> versions, long deletedAt) {

  /** Copies the versions. */
  public VaultItem {
    versions = List.copyOf(versions);
  }

  /** The version that was made last. */
  public ItemVersion current() {
    return versions.get(versions.size() - 1);
  }

  /** The version of an id; the current one for an empty id. */
  public Optional<ItemVersion> version(String id) {
    return id.isEmpty()
        ? Optional.of(current())
        : versions.stream().filter(version -> version.id().equalsIgnoreCase(id)).findFirst();
  }

  boolean wasDeleted() {
    return deletedAt > 0;
  }

  VaultItem withDeletedAt(long time) {
    return new VaultItem(name, versions, time);
  }

  VaultItem plus(ItemVersion version) {
    List<ItemVersion> all = new ArrayList<>(versions);
    all.add(version);
    return new VaultItem(name, all, deletedAt);
  }

  VaultItem replacing(ItemVersion changed) {
    return new VaultItem(
        name,
        versions.stream()
            .map(version -> version.id().equals(changed.id()) ? changed : version)
            .toList(),
        deletedAt);
  }
}
