package org.bactrian.localazure.keyvault.item;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bactrian.localazure.keyvault.fault.KeyVaultFault;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bactrian.localazure.keyvault.storage.VaultState;
import org.bactrian.localazure.keyvault.storage.VaultTable;

/**
 * Items of one kind: their versions, and those that were deleted and can be recovered. Reads are
 * safe from any thread, changes belong into a {@link VaultState#change change}.
 */
public final class VaultItems {

  /** Time that a deleted item can be recovered for. */
  public static final Duration RECOVERABLE = Duration.ofDays(90);

  static final int MAX_ITEMS = 5_000;
  static final int MAX_VERSIONS = 100;

  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");

  private final ItemKind kind;
  private final VaultTable<VaultItem> table;
  private final Clock clock;

  /** Reads the items of a kind. */
  public VaultItems(VaultState state, ItemKind kind, Clock clock) {
    this.kind = kind;
    this.clock = clock;
    table = state.table(kind.path(), VaultItem.class);
  }

  /** The kind of these items. */
  public ItemKind kind() {
    return kind;
  }

  /** Items that were not deleted, in the order of their names. */
  public List<VaultItem> all() {
    return table.all().stream().filter(item -> !item.wasDeleted()).toList();
  }

  /** Items that were deleted, in the order of their names. */
  public List<VaultItem> deleted() {
    return table.all().stream().filter(VaultItem::wasDeleted).toList();
  }

  /**
   * Returns an item.
   *
   * @throws KeyVaultFaultException when there is none of that name, or it was deleted
   */
  public VaultItem require(String name) {
    return find(name).orElseThrow(() -> notFound(name, "was not found in this key vault"));
  }

  /** The item of that name, unless it was deleted. */
  public Optional<VaultItem> find(String name) {
    return table.find(name).filter(item -> !item.wasDeleted());
  }

  /**
   * Returns a version of an item.
   *
   * @param version empty for the current one
   * @throws KeyVaultFaultException when there is none
   */
  public ItemVersion require(String name, String version) {
    return require(name)
        .version(version)
        .orElseThrow(() -> notFound(name + "/" + version, "was not found in this key vault"));
  }

  /**
   * Returns a deleted item.
   *
   * @throws KeyVaultFaultException when there is none of that name
   */
  public VaultItem requireDeleted(String name) {
    return table
        .find(name)
        .filter(VaultItem::wasDeleted)
        .orElseThrow(() -> notFound(name, "is not among the deleted ones of this key vault"));
  }

  /**
   * Checks that a version may be added, before work is done for it.
   *
   * @throws KeyVaultFaultException when the name is none, belongs to a deleted item or to a
   *     certificate, or there are too many
   */
  public void requireRoom(String name, boolean managed) {
    if (!NAME.matcher(name).matches()) {
      throw KeyVaultFaultException.badParameter(
          "The name must be 1 to 127 characters of 0-9, a-z, A-Z and -");
    }
    table.find(name).ifPresent(item -> requireRoom(item, managed));
    if (table.find(name).isEmpty() && table.size() >= MAX_ITEMS) {
      throw new KeyVaultFaultException(
          KeyVaultFault.FORBIDDEN,
          "The local vault has %d %s. Purge what is not needed".formatted(MAX_ITEMS, kind.path()));
    }
  }

  private void requireRoom(VaultItem item, boolean managed) {
    if (item.wasDeleted()) {
      throw KeyVaultFaultException.withDetail(
          KeyVaultFault.CONFLICT,
          "ObjectIsDeletedButRecoverable",
          "%s with the name %s is currently in a deleted but recoverable state, and its name cannot be reused; recover or purge it"
              .formatted(kind.noun(), item.name()));
    }
    if (item.current().managed() != managed) {
      throw new KeyVaultFaultException(
          KeyVaultFault.CONFLICT,
          "%s with the name %s is there already, and one of the two belongs to a certificate"
              .formatted(kind.noun(), item.name()));
    }
    if (item.versions().size() >= MAX_VERSIONS) {
      throw new KeyVaultFaultException(
          KeyVaultFault.FORBIDDEN,
          "%s of the local vault has at most %d versions".formatted(kind.noun(), MAX_VERSIONS));
    }
  }

  /** Returns a version that is made now and not added yet, with a new id. */
  public ItemVersion draft(ItemDraft draft, boolean managed, JsonNode content) {
    return draft(newId(), draft, managed, content);
  }

  /** Returns a version that is made now and not added yet. */
  public ItemVersion draft(String id, ItemDraft draft, boolean managed, JsonNode content) {
    return new ItemVersion(
        id,
        draft.applyTo(ItemAttributes.madeAt(now())),
        draft.readTags().orElse(Map.of()),
        managed,
        content);
  }

  /** Returns an id for a version. */
  public static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /**
   * Adds a version, and the item when this is its first.
   *
   * @throws KeyVaultFaultException as {@link #requireRoom} says
   */
  public VaultItem add(String name, ItemVersion version) {
    requireRoom(name, version.managed());
    VaultItem item =
        table
            .find(name)
            .map(before -> before.plus(version))
            .orElseGet(() -> new VaultItem(name, List.of(version), 0));
    table.put(name, item);
    return item;
  }

  /**
   * Changes attributes and tags of a version.
   *
   * @param version empty for the current one
   * @param content what the version has then
   */
  public ItemVersion update(String name, String version, ItemDraft draft, JsonNode content) {
    ItemVersion before = require(name, version);
    ItemAttributes changed = draft.applyTo(before.attributes());
    ItemVersion after =
        before
            .with(
                new ItemAttributes(
                    changed.enabled(),
                    changed.notBefore(),
                    changed.expires(),
                    changed.created(),
                    now()),
                draft.readTags().orElse(before.tags()))
            .withContent(content);
    table.put(name, require(name).replacing(after));
    return after;
  }

  /** Puts the content of a version in the place of the one that it has. */
  public void replace(String name, ItemVersion version) {
    table.put(name, require(name).replacing(version));
  }

  /** Deletes an item so that it can be recovered. */
  public VaultItem delete(String name) {
    VaultItem deleted = require(name).withDeletedAt(now());
    table.put(name, deleted);
    return deleted;
  }

  /** Takes a deleted item back. */
  public VaultItem recover(String name) {
    VaultItem recovered = requireDeleted(name).withDeletedAt(0);
    table.put(name, recovered);
    return recovered;
  }

  /** Removes a deleted item for good. */
  public void purge(String name) {
    requireDeleted(name);
    table.remove(name);
  }

  /**
   * Adds an item with all its versions.
   *
   * @throws KeyVaultFaultException when there is one of that name
   */
  public void restore(VaultItem item) {
    if (table.find(item.name()).isPresent()) {
      throw new KeyVaultFaultException(
          KeyVaultFault.CONFLICT,
          "%s with the name %s is there already".formatted(kind.noun(), item.name()));
    }
    requireRoom(item.name(), false);
    table.put(item.name(), item);
  }

  /** Removes items whose time to be recovered is over. */
  public void purgeExpired() {
    deleted().stream()
        .filter(item -> item.deletedAt() + RECOVERABLE.toSeconds() <= now())
        .forEach(item -> table.remove(item.name()));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private KeyVaultFaultException notFound(String what, String why) {
    return new KeyVaultFaultException(
        kind.notFound(),
        "%s with (name/id) %s %s"
            .formatted(kind.noun(), what.substring(0, Math.min(what.length(), 200)), why));
  }
}
