package org.bactrian.localazure.keyvault.item;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bactrian.localazure.keyvault.fault.KeyVaultFault;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bactrian.localazure.keyvault.rest.KeyVaultServer;
import org.bactrian.localazure.keyvault.rest.VaultAnswer;
import org.bactrian.localazure.keyvault.rest.VaultPage;
import org.bactrian.localazure.keyvault.rest.VaultRequest;
import org.bactrian.localazure.keyvault.storage.VaultState;

/**
 * Operations that all kinds of items have: lists, deletion, recovery and backup.
 *
 * @param items of the kind
 * @param companions items that come and go with them, of other kinds
 * @param purged takes the name of an item that is purged, within that change
 */
public record ItemResource(
    VaultState state,
    VaultItems items,
    List<VaultItems> companions,
    Consumer<String> purged,
    ItemBundle bundle) {

  /** Items that come and go by themselves. */
  public ItemResource(VaultState state, VaultItems items, ItemBundle bundle) {
    this(state, items, List.of(), name -> {}, bundle);
  }

  /** Serves the operations. */
  public void mount(KeyVaultServer server) {
    String path = "/" + items.kind().path();
    String deleted = "/" + items.kind().deletedPath();
    server.serve(HttpMethod.GET, path, this::list);
    server.serve(HttpMethod.GET, path + "/:name/versions", this::listVersions);
    server.serve(HttpMethod.POST, path + "/restore", this::restore);
    server.serve(HttpMethod.POST, path + "/:name/backup", this::backup);
    server.serve(HttpMethod.DELETE, path + "/:name", this::delete);
    server.serve(HttpMethod.GET, deleted, this::listDeleted);
    server.serve(HttpMethod.GET, deleted + "/:name", this::getDeleted);
    server.serve(HttpMethod.DELETE, deleted + "/:name", this::purge);
    server.serve(HttpMethod.POST, deleted + "/:name/recover", this::recover);
  }

  private VaultAnswer list(VaultRequest request) {
    return VaultPage.of(
        request,
        items.all(),
        VaultItem::name,
        item -> bundle.entry(bundle.id(item.name()), item.current()));
  }

  private VaultAnswer listVersions(VaultRequest request) {
    VaultItem item = items.require(request.name());
    return VaultPage.of(
        request,
        item.versions(),
        ItemVersion::id,
        version -> bundle.entry(bundle.id(item.name(), version), version));
  }

  private VaultAnswer listDeleted(VaultRequest request) {
    return VaultPage.of(
        request,
        items.deleted(),
        VaultItem::name,
        item -> bundle.deleted(bundle.entry(bundle.id(item.name()), item.current()), item));
  }

  private VaultAnswer getDeleted(VaultRequest request) {
    return deletedBundle(items.requireDeleted(request.name()));
  }

  private VaultAnswer delete(VaultRequest request) {
    return deletedBundle(
        state.change(
            () -> {
              requireOwn(items.require(request.name()));
              companions.forEach(others -> others.delete(request.name()));
              return items.delete(request.name());
            }));
  }

  private VaultAnswer recover(VaultRequest request) {
    VaultItem recovered =
        state.change(
            () -> {
              requireOwn(items.requireDeleted(request.name()));
              companions.forEach(others -> others.recover(request.name()));
              return items.recover(request.name());
            });
    return VaultAnswer.of(bundle.whole(recovered.name(), recovered.current()));
  }

  private VaultAnswer purge(VaultRequest request) {
    state.change(
        () -> {
          requireOwn(items.requireDeleted(request.name()));
          companions.forEach(others -> others.purge(request.name()));
          items.purge(request.name());
          purged.accept(request.name());
          return request;
        });
    return VaultAnswer.done();
  }

  private VaultAnswer backup(VaultRequest request) {
    List<VaultItem> saved = new ArrayList<>();
    saved.add(items.require(request.name()));
    requireOwn(saved.get(0));
    companions.forEach(others -> saved.add(others.require(request.name())));
    byte[] sealed = state.export(items.kind().path(), new ItemBackup(saved));
    return VaultAnswer.of(
        JsonNodeFactory.instance.objectNode().put("value", VaultRequest.text(sealed)));
  }

  private VaultAnswer restore(VaultRequest request) {
    ItemBackup backup =
        state.reimport(items.kind().path(), request.bytes("value"), ItemBackup.class);
    VaultItem item = backup.items().get(0);
    state.change(
        () -> {
          items.restore(item);
          for (int i = 0; i < companions.size(); i++) {
            companions.get(i).restore(backup.items().get(i + 1));
          }
          return item;
        });
    return VaultAnswer.of(bundle.whole(item.name(), item.current()));
  }

  private VaultAnswer deletedBundle(VaultItem item) {
    ObjectNode json = bundle.whole(item.name(), item.current());
    return VaultAnswer.of(bundle.deleted(json, item));
  }

  private static void requireOwn(VaultItem item) {
    if (item.current().managed()) {
      throw new KeyVaultFaultException(
          KeyVaultFault.FORBIDDEN,
          item.name() + " belongs to a certificate: delete, recover or back up that");
    }
  }
}
