package org.bactrian.localazure;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import java.time.Instant;
import org.bactrian.localazure.sas.SasToken;

/**
 * The service SDK's clients for a local hub.
 *
 * @param host name and port of the REST
 * @param connectionString of a service policy
 */
record SdkClients(String host, String connectionString) {

  RegistryClient registry() {
    return new RegistryClient(host, credential());
  }

  TwinClient twins() {
    return new TwinClient(host, credential());
  }

  DirectMethodsClient methods() {
    return new DirectMethodsClient(host, credential());
  }

  private AzureSasCredential credential() {
    String policy = connectionString.replaceAll(".*SharedAccessKeyName=([^;]+).*", "$1");
    String key = connectionString.replaceAll(".*SharedAccessKey=([^;]+).*", "$1");
    return new AzureSasCredential(
        SasToken.create("hub.localhost", key, policy, Instant.now().plusSeconds(3600)));
  }
}
