package org.bactrian.localazure.keyvault.item;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/** Writes items of a kind as Key Vault's JSON, with what all kinds have in common. */
public abstract class ItemBundle {

  private static final String RECOVERY_LEVEL = "Recoverable+Purgeable";

  private final ItemKind kind;
  private final Supplier<String> baseUrl;

  /**
   * Writes items of a kind.
   *
   * @param baseUrl of the vault
   */
  protected ItemBundle(ItemKind kind, Supplier<String> baseUrl) {
    this.kind = kind;
    this.baseUrl = baseUrl;
  }

  /** Writes a version with what a client may know of it. */
  public final ObjectNode whole(String name, ItemVersion version) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    writeContent(json, name, version);
    writeCommon(json, version);
    return json;
  }

  /**
   * Writes what lists hold of a version.
   *
   * @param id the item's or the version's, as a URL
   */
  public final ObjectNode entry(String id, ItemVersion version) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    writeEntry(json, id, version);
    writeCommon(json, version);
    return json;
  }

  /** Adds to a bundle or an entry of a deleted item that and when it was deleted. */
  ObjectNode deleted(ObjectNode json, VaultItem item) {
    json.put("recoveryId", url(kind.deletedPath(), item.name()));
    json.put("deletedDate", item.deletedAt());
    json.put("scheduledPurgeDate", item.deletedAt() + VaultItems.RECOVERABLE.toSeconds());
    return json;
  }

  /** Writes the content of a version. */
  protected abstract void writeContent(ObjectNode json, String name, ItemVersion version);

  /** Writes the id of a list's entry, and what it has besides attributes and tags. */
  protected abstract void writeEntry(ObjectNode json, String id, ItemVersion version);

  /** Id of an item, as a URL. */
  public final String id(String name) {
    return url(kind.path(), name);
  }

  /** Id of a version, as a URL. */
  public final String id(String name, ItemVersion version) {
    return id(name) + "/" + version.id();
  }

  /** URL of a resource of the vault. */
  protected final String url(String first, String... rest) {
    return baseUrl.get() + "/" + first + "/" + String.join("/", rest);
  }

  private static void writeCommon(ObjectNode json, ItemVersion version) {
    ItemAttributes attributes = version.attributes();
    ObjectNode written = json.putObject("attributes");
    written.put("enabled", attributes.enabled());
    if (attributes.notBefore() > 0) {
      written.put("nbf", attributes.notBefore());
    }
    if (attributes.expires() > 0) {
      written.put("exp", attributes.expires());
    }
    written.put("created", attributes.created());
    written.put("updated", attributes.updated());
    written.put("recoveryLevel", RECOVERY_LEVEL);
    written.put("recoverableDays", VaultItems.RECOVERABLE.toDays());
    ObjectNode tags = json.putObject("tags");
    version.tags().forEach(tags::put);
    if (version.managed()) {
      json.put("managed", true);
    }
  }
}
