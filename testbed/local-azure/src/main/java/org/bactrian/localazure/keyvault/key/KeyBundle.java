package org.bactrian.localazure.keyvault.key;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import org.bactrian.localazure.keyvault.item.ItemBundle;
import org.bactrian.localazure.keyvault.item.ItemKind;
import org.bactrian.localazure.keyvault.item.ItemVersion;

/** Writes keys as Key Vault's KeyBundle and KeyItem, without their private half. */
public final class KeyBundle extends ItemBundle {

  /** Keys of the vault of a URL. */
  public KeyBundle(Supplier<String> baseUrl) {
    super(ItemKind.KEY, baseUrl);
  }

  @Override
  protected void writeContent(ObjectNode json, String name, ItemVersion version) {
    KeyMaterial material = KeyMaterial.of(version);
    try {
      ObjectNode key = JSON.valueToTree(material.publicJwk().toJSONObject());
      key.put("kid", id(name, version));
      key.put("kty", material.type());
      ArrayNode operations = key.putArray("key_ops");
      material.operations().forEach(operations::add);
      json.set("key", key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key " + id(name, version) + " cannot be read", e);
    }
  }

  @Override
  protected void writeEntry(ObjectNode json, String id, ItemVersion version) {
    json.put("kid", id);
  }
}
