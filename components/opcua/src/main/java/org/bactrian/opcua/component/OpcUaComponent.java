package org.bactrian.opcua.component;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.bactrian.opcua.pki.ServerCertificateRules;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.SessionPool;
import org.jspecify.annotations.Nullable;

/**
 * Subscribes to, reads, writes, calls and browses nodes of OPC UA servers. All endpoints with the
 * same server, security and user share one session.
 */
@Component("opcua")
public class OpcUaComponent extends HealthCheckComponent {

  @Metadata(
      autowired = true,
      label = "advanced",
      description =
          "Sessions to use, shared with others. When it is not given, the component makes its own"
              + " from its other options and closes it at the end.")
  private @Nullable SessionPool sessionPool;

  @Metadata(description = "Options that endpoints start from")
  private OpcUaConfiguration configuration = new OpcUaConfiguration();

  @Metadata(defaultValue = "Bactrian", description = "Name that servers show for this client")
  private String applicationName = "Bactrian";

  @Metadata(
      description =
          "Identity of this client, also in its certificate; urn:<host>:bactrian when not given")
  private String applicationUri = "";

  @Metadata(
      label = "security",
      defaultValue = "pki",
      description = "Folder of the certificates: own, trusted, rejected and issuers")
  private String pkiFolder = "pki";

  @Metadata(
      label = "security",
      description = "Whether server certificates that nobody trusts are accepted; for tests only")
  private boolean autoAccept;

  @Metadata(
      label = "security",
      description = "Whether server certificates must name the host of the endpoint URL")
  private boolean checkHostName;

  @Metadata(
      label = "security",
      description =
          "Smallest RSA key of server certificates in bits; 0 for what the security policy asks")
  private int minimumKeyBits;

  @Metadata(
      label = "security",
      description = "Whether passwords are sent to servers where nothing encrypts them")
  private boolean allowClearPasswords;

  @Metadata(
      label = "security",
      defaultValue = "true",
      description =
          "Whether server certificates are refused when the revocation list of an issuer is missing or out of date")
  private boolean rejectUnknownRevocation = true;

  private @Nullable SessionPool ownPool;

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    OpcUaConfiguration own = configuration.copy();
    own.setOperation(operation(remaining));
    OpcUaEndpoint endpoint = new OpcUaEndpoint(uri, this, own);
    setProperties(endpoint, parameters);
    if (own.getEndpointUrl() == null) {
      throw new IllegalArgumentException(
          uri + " has no endpointUrl. Give one such as endpointUrl=opc.tcp://plc1:4840/");
    }
    return endpoint;
  }

  private static OpcUaOperation operation(String text) {
    try {
      return OpcUaOperation.valueOf(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "opcua:" + text + " is no operation. Write subscribe, read, write, call or browse.", e);
    }
  }

  /** The sessions of the endpoints. */
  synchronized SessionPool sessions() {
    if (sessionPool != null) {
      return sessionPool;
    }
    if (ownPool == null) {
      ownPool =
          new SessionPool(
              OpcUaClientSettings.of(Path.of(pkiFolder))
                  .withApplicationName(applicationName)
                  .withApplicationUri(applicationUri)
                  .withChecks(
                      new ServerCertificateRules(
                          autoAccept,
                          checkHostName,
                          minimumKeyBits,
                          allowClearPasswords,
                          rejectUnknownRevocation,
                          false)));
    }
    return ownPool;
  }

  @Override
  protected void doShutdown() throws Exception {
    synchronized (this) {
      if (ownPool != null) {
        ownPool.close();
        ownPool = null;
      }
    }
    super.doShutdown();
  }

  public @Nullable SessionPool getSessionPool() {
    return sessionPool;
  }

  public void setSessionPool(@Nullable SessionPool sessionPool) {
    this.sessionPool = sessionPool;
  }

  public OpcUaConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(OpcUaConfiguration configuration) {
    this.configuration = configuration;
  }

  public String getApplicationName() {
    return applicationName;
  }

  public void setApplicationName(String applicationName) {
    this.applicationName = applicationName;
  }

  public String getApplicationUri() {
    return applicationUri;
  }

  public void setApplicationUri(String applicationUri) {
    this.applicationUri = applicationUri;
  }

  public String getPkiFolder() {
    return pkiFolder;
  }

  public void setPkiFolder(String pkiFolder) {
    this.pkiFolder = pkiFolder;
  }

  public boolean isAutoAccept() {
    return autoAccept;
  }

  public void setAutoAccept(boolean autoAccept) {
    this.autoAccept = autoAccept;
  }

  public boolean isCheckHostName() {
    return checkHostName;
  }

  public void setCheckHostName(boolean checkHostName) {
    this.checkHostName = checkHostName;
  }

  public int getMinimumKeyBits() {
    return minimumKeyBits;
  }

  public void setMinimumKeyBits(int minimumKeyBits) {
    this.minimumKeyBits = minimumKeyBits;
  }

  public boolean isAllowClearPasswords() {
    return allowClearPasswords;
  }

  public void setAllowClearPasswords(boolean allowClearPasswords) {
    this.allowClearPasswords = allowClearPasswords;
  }

  public boolean isRejectUnknownRevocation() {
    return rejectUnknownRevocation;
  }

  public void setRejectUnknownRevocation(boolean rejectUnknownRevocation) {
    this.rejectUnknownRevocation = rejectUnknownRevocation;
  }
}
