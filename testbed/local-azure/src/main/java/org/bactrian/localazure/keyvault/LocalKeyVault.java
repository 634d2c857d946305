package org.bactrian.localazure.keyvault;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.bactrian.localazure.keyvault.auth.VaultClient;
import org.bactrian.localazure.keyvault.auth.VaultTokens;
import org.bactrian.localazure.keyvault.certificate.CertificateBundle;
import org.bactrian.localazure.keyvault.certificate.CertificateResource;
import org.bactrian.localazure.keyvault.fault.VaultOutage;
import org.bactrian.localazure.keyvault.item.ItemKind;
import org.bactrian.localazure.keyvault.item.ItemResource;
import org.bactrian.localazure.keyvault.item.VaultItems;
import org.bactrian.localazure.keyvault.key.CryptographyResource;
import org.bactrian.localazure.keyvault.key.KeyBundle;
import org.bactrian.localazure.keyvault.key.KeyResource;
import org.bactrian.localazure.keyvault.rest.KeyVaultServer;
import org.bactrian.localazure.keyvault.secret.SecretBundle;
import org.bactrian.localazure.keyvault.secret.SecretResource;
import org.bactrian.localazure.keyvault.storage.VaultState;
import org.bactrian.localazure.keyvault.storage.VaultTable;
import org.bactrian.localazure.pki.LocalAuthority;
import org.bactrian.localazure.storage.StateFile;
import org.bactrian.localazure.storage.StateThread;

/**
 * The local Key Vault: keys, secrets and certificates, sealed in the state file, and a server for
 * clients with tokens that it issues itself. Its methods are safe from any thread.
 */
public final class LocalKeyVault implements AutoCloseable {

  private static final String CLIENT = "client";
  private static final int SECRET_BYTES = 32;

  private final KeyVaultServer server;
  private final VaultClient client;
  private final VaultTokens tokens;
  private volatile int port;

  /**
   * A vault over its state, not open yet.
   *
   * @param keyFile file of the key that its records are encrypted with; made when missing
   * @throws IllegalStateException when the records were sealed with another key
   */
  public LocalKeyVault(
      Vertx vertx, StateFile file, StateThread stateThread, Path keyFile, Clock clock) {
    VaultState state = VaultState.open(file, stateThread, keyFile);
    StoredClient stored = storedClient(state);
    client = stored.client();
    tokens = new VaultTokens(client, stored.tokenKey(), clock);
    server = new KeyVaultServer(vertx, tokens, this::url);
    VaultItems keys = new VaultItems(state, ItemKind.KEY, clock);
    VaultItems secrets = new VaultItems(state, ItemKind.SECRET, clock);
    mount(state, keys, secrets, clock);
  }

  private void mount(VaultState state, VaultItems keys, VaultItems secrets, Clock clock) {
    KeyBundle keyBundle = new KeyBundle(this::url);
    SecretBundle secretBundle = new SecretBundle(this::url);
    new ItemResource(state, keys, keyBundle).mount(server);
    new ItemResource(state, secrets, secretBundle).mount(server);
    new CryptographyResource(keys, keyBundle, clock).mount(server);
    new KeyResource(state, keys, keyBundle).mount(server);
    new SecretResource(state, secrets, secretBundle).mount(server);
    VaultItems certificates = new VaultItems(state, ItemKind.CERTIFICATE, clock);
    CertificateBundle bundle = new CertificateBundle(this::url);
    new CertificateResource(state, certificates, keys, secrets, bundle, clock).mount(server);
    state.change(
        () -> {
          List.of(certificates, keys, secrets).forEach(VaultItems::purgeExpired);
          return state;
        });
  }

  private static StoredClient storedClient(VaultState state) {
    VaultTable<StoredClient> clients = state.table(VaultState.CLIENTS, StoredClient.class);
    return clients
        .find(CLIENT)
        .orElseGet(
            () ->
                state.change(
                    () -> {
                      StoredClient made = StoredClient.random();
                      clients.put(CLIENT, made);
                      return made;
                    }));
  }

  /**
   * Starts the server.
   *
   * @param host address to listen on
   * @param wantedPort 0 takes any that is free
   * @return done when clients may come; fails when the port is taken
   */
  public Future<Void> open(LocalAuthority authority, String host, int wantedPort) {
    HttpServerOptions tls = new HttpServerOptions();
    tls.setSsl(true).setKeyCertOptions(KeyCertOptions.wrap(authority.serverKeys()));
    return server
        .open(tls.setHost(host).setPort(wantedPort))
        .map(
            listening -> {
              port = listening.actualPort();
              return null;
            });
  }

  /** Port to which clients connect. */
  public int port() {
    return port;
  }

  /** URL of the vault for its clients, without a slash at its end. */
  public String url() {
    return "https://localhost:" + port;
  }

  /** URL of the authority that issues tokens, without the tenant. */
  public String authorityHost() {
    return url();
  }

  /** The application that gets tokens by its secret. */
  public VaultClient client() {
    return client;
  }

  /** A token that is good for an hour, for clients without the SDKs. */
  public String token() {
    return tokens.issue();
  }

  /** Begins an outage for tests, or ends it with {@link VaultOutage.None}. */
  public void outage(VaultOutage begun) {
    server.outage(begun);
  }

  /** Drops what waits. */
  @Override
  public void close() {
    server.close();
  }

  /**
   * The client as it is stored.
   *
   * @param tokenKey what tokens are signed with
   */
  record StoredClient(String tenant, String id, String secret, byte[] tokenKey) {

    static StoredClient random() {
      return new StoredClient(
          UUID.randomUUID().toString(),
          UUID.randomUUID().toString(),
          Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes()),
          randomBytes());
    }

    VaultClient client() {
      return new VaultClient(tenant, id, secret);
    }

    private static byte[] randomBytes() {
      byte[] bytes = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(bytes);
      return bytes;
    }

    /** Names the client, not its secrets. */
    @Override
    public String toString() {
      return client().toString();
    }
  }
}
