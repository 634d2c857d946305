package org.bactrian.cloud.vault.keyvault;

import com.azure.core.client.traits.HttpTrait;
import com.azure.core.client.traits.TokenCredentialTrait;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.security.keyvault.keys.KeyClient;
import com.azure.security.keyvault.keys.KeyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Builds the SDK's clients of one Key Vault, which share a connection pool and a credential. In
 * Azure the credential is {@code DefaultAzureCredential}; at a local vault it is the client that
 * the vault itself knows, since the vault is its own authority. Safe for use by several threads.
 */
public final class KeyVaultClients {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  /**
   * Only cut connections are tried again here. After an answer the caller waits as it sees fit: a
   * vault that is throttled may ask for more time than a thread and a request can be held up.
   */
  private static final RetryOptions RETRIES =
      new RetryOptions(new FixedDelayOptions(2, Duration.ofMillis(500)))
          .setShouldRetryCondition(
              attempt ->
                  attempt.getResponse() == null && attempt.getThrowable() instanceof IOException);

  private final KeyVaultSettings settings;
  private final HttpClient http;
  private final TokenCredential credential;

  /**
   * Reaches nothing yet.
   *
   * @throws IOException when the authority to trust cannot be read
   * @throws IllegalArgumentException when the settings name no vault
   */
  public KeyVaultClients(KeyVaultSettings settings) throws IOException {
    if (settings.url().isEmpty()) {
      throw new IllegalArgumentException(
          "No Key Vault is configured. Start the cloud with --key-vault-url");
    }
    this.settings = settings;
    http = http(settings.caFile());
    credential = credential();
  }

  /** A client that makes and lists keys. */
  public KeyClient keys() {
    KeyClientBuilder builder = configured(new KeyClientBuilder()).vaultUrl(settings.url());
    return (settings.inLocalAzure() ? builder.disableChallengeResourceVerification() : builder)
        .buildClient();
  }

  /** A client of secrets. */
  public SecretClient secrets() {
    SecretClientBuilder builder = configured(new SecretClientBuilder()).vaultUrl(settings.url());
    return (settings.inLocalAzure() ? builder.disableChallengeResourceVerification() : builder)
        .buildClient();
  }

  /**
   * A client that signs with a key.
   *
   * @param keyId URL of the key with its version
   */
  public CryptographyClient cryptography(String keyId) {
    CryptographyClientBuilder builder =
        configured(new CryptographyClientBuilder()).keyIdentifier(keyId);
    return (settings.inLocalAzure() ? builder.disableChallengeResourceVerification() : builder)
        .buildClient();
  }

  private <B extends HttpTrait<B> & TokenCredentialTrait<B>> B configured(B builder) {
    return builder.httpClient(http).credential(credential).retryOptions(RETRIES);
  }

  private TokenCredential credential() {
    if (!settings.inLocalAzure()) {
      return new DefaultAzureCredentialBuilder().httpClient(http).build();
    }
    return new ClientSecretCredentialBuilder()
        .authorityHost(settings.url())
        .disableInstanceDiscovery()
        .tenantId(settings.tenantId())
        .clientId(settings.clientId())
        .clientSecret(settings.clientSecret())
        .httpClient(http)
        .build();
  }

  private static HttpClient http(String caFile) throws IOException {
    if (caFile.isEmpty()) {
      return timed(new NettyAsyncHttpClientBuilder());
    }
    SslContext trust =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .trustManager(Path.of(caFile).toFile())
            .build();
    return timed(
        new NettyAsyncHttpClientBuilder(
            reactor.netty.http.client.HttpClient.create().secure(tls -> tls.sslContext(trust))));
  }

  private static HttpClient timed(NettyAsyncHttpClientBuilder builder) {
    return builder
        .connectTimeout(CONNECT)
        .writeTimeout(ANSWER)
        .responseTimeout(ANSWER)
        .readTimeout(ANSWER)
        .build();
  }
}
