package org.bactrian.localazure.keyvault.secret;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;
import org.bactrian.localazure.keyvault.item.ItemBundle;
import org.bactrian.localazure.keyvault.item.ItemKind;
import org.bactrian.localazure.keyvault.item.ItemVersion;

/** Writes secrets as Key Vault's SecretItem: without the value, which only {@code get} answers. */
public final class SecretBundle extends ItemBundle {

  /** Secrets of the vault of a URL. */
  public SecretBundle(Supplier<String> baseUrl) {
    super(ItemKind.SECRET, baseUrl);
  }

  @Override
  protected void writeContent(ObjectNode json, String name, ItemVersion version) {
    writeEntry(json, id(name, version), version);
    if (version.managed()) {
      json.put("kid", url(ItemKind.KEY.path(), name, version.id()));
    }
  }

  @Override
  protected void writeEntry(ObjectNode json, String id, ItemVersion version) {
    json.put("id", id);
    String contentType = SecretContent.of(version).contentType();
    if (!contentType.isEmpty()) {
      json.put("contentType", contentType);
    }
  }

  /** Writes a version with its value. */
  ObjectNode withValue(String name, ItemVersion version) {
    return whole(name, version).put("value", SecretContent.of(version).value());
  }
}
