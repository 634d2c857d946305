package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bactrian.cloud.CloudOptions;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.OidcIssuer;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.vault.keyvault.KeyVaultSettings;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.launcher.azure.LocalEndpoints;
import org.bactrian.launcher.role.CloudRole;
import org.bactrian.launcher.secret.FileContentWatch;
import org.bactrian.launcher.secret.SecretFileWatch;
import org.bactrian.launcher.secret.SecretVaults;
import org.bactrian.web.http.ListenAddress;
import org.bactrian.web.http.TransportSecurity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command {@code bactrian cloud}. */
@Command(
    name = "cloud",
    description = {
      "Runs the cloud: the registry of the factory's servers behind a REST API. Without a"
          + " connection string it finds a local Azure; without a token issuer it accepts tokens"
          + " from ./bactrian token.",
      "Each option can be given by an environment variable instead, which the command line"
          + " overrides: --management-port by BACTRIAN_MANAGEMENT_PORT, and so on; --host and"
          + " --port by BACTRIAN_HTTP_HOST and BACTRIAN_HTTP_PORT."
    })
final class CloudCommand implements Callable<Integer> {

  private static final Path NONE = Path.of("");

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;
  @Mixin private RunDurationOption duration;

  @Option(
      names = "--login",
      paramLabel = "CONNECTIONSTRING",
      description =
          "Service connection string of an IoT Hub, or BACTRIAN_HUB; without, the local Azure's.")
  private @Nullable String login;

  @Option(
      names = "--service-bus",
      paramLabel = "CONNECTIONSTRING",
      description =
          "Connection string of a Service Bus namespace, or BACTRIAN_SERVICE_BUS; without, the"
              + " local Azure's.")
  private @Nullable String serviceBus;

  @Option(
      names = "--event-hub",
      paramLabel = "CONNECTIONSTRING",
      description =
          "Event Hub-compatible connection string of IoT Hub's built-in endpoint, or"
              + " BACTRIAN_EVENT_HUB; without, the local Azure's, and no telemetry with --login.")
  private @Nullable String eventHub;

  @Option(
      names = "--key-vault-url",
      paramLabel = "URL",
      description =
          "URL of the Key Vault with the keys of certificate authorities, or BACTRIAN_KEY_VAULT;"
              + " its token comes from the environment, a managed identity or the Azure CLI."
              + " Without, the local Azure's, and none with --login.")
  private @Nullable String keyVault;

  @ArgGroup(
      exclusive = false,
      heading = "%nDatabase that replicas share; without, a file in the data folder:%n")
  private @Nullable SharedDatabase database;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = HttpSettings.LOOPBACK,
      description = "Address to listen on, ${DEFAULT-VALUE}; 0.0.0.0 for all.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + HttpSettings.DEFAULT_PORT,
      description = "Port of the REST API, ${DEFAULT-VALUE}; 0 for any free one.")
  private int port;

  @Option(
      names = "--management-host",
      paramLabel = "ADDRESS",
      defaultValue = HttpSettings.LOOPBACK,
      description =
          "Address that health and metrics listen on, ${DEFAULT-VALUE}; 0.0.0.0 for all, without a"
              + " token or TLS.")
  private String managementHost;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      defaultValue = "" + CloudRole.DEFAULT_MANAGEMENT_PORT,
      description = "Port of health and metrics, ${DEFAULT-VALUE}; 0 for any free one.")
  private int managementPort;

  @Mixin private HttpLimitOptions limits;
  @Mixin private CloudTransportOptions transport;
  @Mixin private CloudOtlpOptions otlp;

  @ArgGroup(exclusive = false, heading = "%nWhose tokens are taken; all three, or none:%n")
  private @Nullable Issuer issuer;

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "Folder of your routes, which may be edited while the cloud runs.")
  private Path routes = NONE;

  @Option(
      names = "--kamelets",
      paramLabel = "DIR",
      description = "Folder of your kamelets, which may be edited while the cloud runs.")
  private Path kamelets = NONE;

  @Option(names = "--config", paramLabel = "FILE", description = "Properties file for the routes.")
  private Path config = NONE;

  /** A database server. */
  private static final class SharedDatabase {

    @Option(
        names = "--database",
        paramLabel = "URL",
        required = true,
        description = "JDBC URL, such as jdbc:postgresql://host/bactrian.")
    private String url;

    @Option(
        names = "--database-user",
        paramLabel = "USER",
        required = true,
        description = "User of the database; its password comes from BACTRIAN_DATABASE_PASSWORD.")
    private String user;
  }

  /** Issuer of the accepted tokens. */
  private static final class Issuer {

    @Option(
        names = "--oidc-issuer",
        paramLabel = "URL",
        required = true,
        description = "Issuer (iss) of the tokens.")
    private String name;

    @Option(
        names = "--oidc-audience",
        paramLabel = "AUDIENCE",
        required = true,
        description = "Audience (aud) of tokens for this API.")
    private String audience;

    @Option(
        names = "--oidc-keys",
        paramLabel = "URL",
        required = true,
        description = "URL of the issuer's JWK set.")
    private URI keys;
  }

  @Override
  public Integer call() throws InterruptedException {
    data.requireRestored();
    // From before the files are read, so that no change between is missed.
    try (FileContentWatch certificate = transport.watch();
        SecretFileWatch secretFiles = secrets().watch()) {
      return run(certificate, secretFiles);
    }
  }

  private int run(FileContentWatch certificate, SecretFileWatch secretFiles)
      throws InterruptedException {
    HttpSettings http =
        new HttpSettings(
            host,
            port,
            limits.limits(),
            limits.origins(),
            tokens(),
            true,
            transport.protection(host));
    CloudOptions options =
        new CloudOptions(http, hub(), serviceBus(), eventHub(), keyVault(), database());
    try (CommandLifetime lifetime = CommandLifetime.begin();
        CloudRole cloud =
            CloudRole.start(
                options,
                new CloudRole.Files(routes, kamelets, config),
                management(),
                otlp.settings(System.getenv()))) {
      PrintWriter err = spec.commandLine().getErr();
      String scheme = http.protection() instanceof TransportSecurity.Plain ? "http" : "https";
      err.println(
          "The cloud runs. REST: " + scheme + "://localhost:" + cloud.port() + ", /swagger");
      err.println(
          "Health and metrics: http://localhost:"
              + cloud.role().managementPort()
              + "/observe/health, /observe/metrics");
      err.flush();
      transport.renew(certificate, cloud::replaceIdentity);
      secretFiles.begin(cloud.restartOrder(), lifetime::end);
      lifetime.await(duration.seconds());
    }
    return ExitCode.OK;
  }

  private ListenAddress management() {
    try {
      return new ListenAddress(managementHost, managementPort);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "Health and metrics: " + e.getMessage(), e);
    }
  }

  private TokenVerifier tokens() {
    return issuer == null
        ? TokenVerifier.of(LocalTokens.in(data.path()))
        : TokenVerifier.of(new OidcIssuer(issuer.name, issuer.audience, issuer.keys));
  }

  private CloudOptions.Hub hub() {
    return hubText()
        .map(text -> new CloudOptions.Hub(ConnectionString.parse(text), "", ""))
        .orElseGet(() -> localHub(data.requireLocalAzure()));
  }

  private String serviceBus() {
    Optional<String> given = secrets().read(serviceBus, CloudSecrets.SERVICE_BUS);
    if (given.isPresent()) {
      return given.get();
    }
    if (hubText().isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "With --login goes --service-bus, where the hub sends its events");
    }
    return data.requireLocalAzure().serviceBusConnectionString();
  }

  private String eventHub() {
    return secrets()
        .read(eventHub, CloudSecrets.EVENT_HUB)
        .orElseGet(
            () -> hubText().isPresent() ? "" : data.requireLocalAzure().eventHubConnectionString());
  }

  private KeyVaultSettings keyVault() {
    return CloudSecrets.given(keyVault)
        .map(KeyVaultSettings::inAzure)
        .orElseGet(
            () ->
                hubText().isPresent()
                    ? KeyVaultSettings.NONE
                    : SecretVaults.local(data.requireLocalAzure()));
  }

  private DatabaseSettings database() {
    if (database == null) {
      return DatabaseSettings.in(data.path());
    }
    String password =
        secrets()
            .read(System.getenv("BACTRIAN_DATABASE_PASSWORD"), CloudSecrets.DATABASE_PASSWORD)
            .orElse("");
    return DatabaseSettings.at(database.url, database.user, password);
  }

  private Optional<String> hubText() {
    return secrets().read(login, CloudSecrets.HUB);
  }

  private CloudSecrets secrets() {
    return new CloudSecrets(System.getenv(), keyVault, data.path());
  }

  /**
   * Returns the settings of a cloud that uses a local Azure and keeps its state in the data folder.
   */
  static CloudOptions localOptions(HttpSettings http, DataFolder data) {
    LocalEndpoints endpoints = data.requireLocalAzure();
    return new CloudOptions(
        http,
        localHub(endpoints),
        endpoints.serviceBusConnectionString(),
        endpoints.eventHubConnectionString(),
        SecretVaults.local(endpoints),
        DatabaseSettings.in(data.path()));
  }

  private static CloudOptions.Hub localHub(LocalEndpoints endpoints) {
    return new CloudOptions.Hub(
        ConnectionString.parse(endpoints.iotHubServiceConnectionString()),
        endpoints.iotHubEndpoint(),
        endpoints.caFile());
  }
}
