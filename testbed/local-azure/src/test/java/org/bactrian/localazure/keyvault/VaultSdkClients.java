package org.bactrian.localazure.keyvault;

import com.azure.core.client.traits.HttpTrait;
import com.azure.core.client.traits.TokenCredentialTrait;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.security.keyvault.keys.KeyClient;
import com.azure.security.keyvault.keys.KeyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.bactrian.localazure.keyvault.auth.VaultClient;

/**
 * The SDK's clients of a local vault, which try each request three times at most.
 *
 * @param url of the vault
 * @param client whose secret the credential shows
 */
public record VaultSdkClients(String url, VaultClient client, HttpClient http) {

  /** Clients that trust an authority. */
  public static VaultSdkClients of(String url, Path caFile, VaultClient client) {
    try {
      SslContext trust =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .trustManager(caFile.toFile())
              .build();
      return new VaultSdkClients(
          url,
          client,
          new NettyAsyncHttpClientBuilder(
                  reactor.netty.http.client.HttpClient.create()
                      .secure(tls -> tls.sslContext(trust)))
              .build());
    } catch (SSLException e) {
      throw new IllegalStateException(caFile + " is no certificate to trust", e);
    }
  }

  KeyClient keys() {
    return configured(new KeyClientBuilder())
        .vaultUrl(url)
        .disableChallengeResourceVerification()
        .buildClient();
  }

  /** A client of secrets. */
  public SecretClient secrets() {
    return configured(new SecretClientBuilder())
        .vaultUrl(url)
        .disableChallengeResourceVerification()
        .buildClient();
  }

  CryptographyClient cryptography(String keyId) {
    return configured(new CryptographyClientBuilder())
        .keyIdentifier(keyId)
        .disableChallengeResourceVerification()
        .buildClient();
  }

  private <B extends HttpTrait<B> & TokenCredentialTrait<B>> B configured(B builder) {
    return builder
        .httpClient(http)
        .retryOptions(new RetryOptions(new FixedDelayOptions(2, Duration.ofMillis(50))))
        .credential(credential(client.secret()));
  }

  TokenCredential credential(String secret) {
    return new ClientSecretCredentialBuilder()
        .authorityHost(url)
        .disableInstanceDiscovery()
        .tenantId(client.tenant())
        .clientId(client.id())
        .clientSecret(secret)
        .httpClient(http)
        .build();
  }
}
