package org.bactrian.opcua.session;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.file.FileStamp;
import org.bactrian.opcua.pki.ApplicationCertificate;
import org.bactrian.opcua.pki.ApplicationCertificateRenewal;
import org.bactrian.opcua.pki.CertificateStores;
import org.bactrian.opcua.pki.DeliveredTrustList;
import org.bactrian.opcua.pki.OwnCertificateTrust;
import org.bactrian.opcua.pki.PkiFolders;
import org.bactrian.opcua.pki.ReloadableApplicationCertificate;
import org.bactrian.opcua.pki.ServerCertificateTrust;
import org.bactrian.opcua.pki.ServerCertificateTrustValidator;
import org.bactrian.opcua.pki.TrustListDelivery;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.typetree.DataTypeTreeFactory;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single attempt to connect: discovery, choice of the endpoint, the server's certificate, the
 * session.
 */
final class SessionConnector {

  private static final Logger LOG = LoggerFactory.getLogger(SessionConnector.class);
  private static final int CHUNK_SIZE = 65_535;
  private static final int MAX_NOTED = 10_000;

  private final OpcUaClientSettings settings;
  private final PkiFolders pki;
  private final ReloadableApplicationCertificate certificate;
  private final ServerCertificateTrustValidator validator;
  private final ApplicationCertificateRenewal renewal;
  private final TrustListDelivery trustLists;
  private final OwnCertificateTrust ownTrust;
  private final CertificateStores users;
  private final ClientTransports transports;

  /** Messages that were logged already, so that each is logged once. */
  private final Set<String> noted = ConcurrentHashMap.newKeySet();

  SessionConnector(OpcUaClientSettings settings) {
    this.settings = settings;
    this.pki = new PkiFolders(settings.pkiRoot(), settings.pkiStores());
    String host = OpcUaClientSettings.hostName();
    Clock clock = Clock.systemUTC();
    this.certificate =
        new ReloadableApplicationCertificate(
            pki,
            ApplicationCertificate.in(
                pki,
                settings.applicationName(),
                settings.applicationUri(),
                OpcUaClientSettings.defaultApplicationUri(),
                host.equals("localhost") ? List.of(host) : List.of(host, "localhost"),
                settings.ownCertificate(),
                clock),
            clock);
    this.validator = new ServerCertificateTrustValidator(pki, settings.checks(), clock);
    this.renewal = new ApplicationCertificateRenewal(pki, certificate, clock);
    this.trustLists = new TrustListDelivery(pki);
    this.ownTrust = new OwnCertificateTrust(pki, clock);
    this.users = new CertificateStores(pki, () -> {});
    this.transports = new ClientTransports(settings);
    trustOwnCertificate();
  }

  /** Transports to servers, over connections that either side opens. */
  ClientTransports transports() {
    return transports;
  }

  /** Renewal of the certificate that this client shows. */
  ApplicationCertificateRenewal renewal() {
    return renewal;
  }

  /** Delivery of the lists of those that this client trusts. */
  TrustListDelivery trustLists() {
    return trustLists;
  }

  /** Folders of certificates. */
  PkiFolders pki() {
    return pki;
  }

  /** See {@link SessionPool#withThisClient}. */
  DeliveredTrustList withThisClient(DeliveredTrustList list, List<X509Certificate> shown) {
    // A session whose server does not trust the present certificate yet shows the former one.
    return ownTrust.completed(list, List.of(shown, certificate.current().chain()));
  }

  /** Returns evidence of a changed trust list. */
  Map<Path, FileStamp> trustStamps() {
    return pki.trustStamps();
  }

  /** Returns whether the application certificate was replaced in its files since the last call. */
  boolean reloadCertificate() {
    boolean reloaded = certificate.reload();
    if (reloaded) {
      trustOwnCertificate();
    }
    return reloaded;
  }

  /** Puts the certificate of this client among the trusted ones, where that is asked for. */
  void trustOwnCertificate() {
    if (settings.ownCertificate().trusted()) {
      users.trust(certificate.current().chain().get(0));
    }
  }

  /** See {@link SessionPool#trustServerCertificate}. */
  @SuppressWarnings("NullAway") // Milo's interface takes null where no host is checked
  ServerCertificateTrust trustServerCertificate(List<X509Certificate> chain, String applicationUri)
      throws IOException, UaException {
    ServerCertificateTrust trust = ServerCertificateTrust.in(pki, chain);
    try {
      validator.validateCertificateChain(chain, applicationUri, null);
      return trust;
    } catch (UaException e) {
      trust.withdraw();
      throw e;
    }
  }

  /** The endpoint that would be used now. */
  EndpointDescription discover(ConnectionSettings connection) throws ConnectFaultException {
    List<EndpointDescription> offered = await(connection, false, transports.endpoints(connection));
    EndpointDescription endpoint = EndpointSelection.select(connection, offered);
    boolean clear = sendsClearPassword(connection, endpoint);
    if (clear && !settings.checks().allowClearPasswords()) {
      throw clearPassword(connection);
    }
    EndpointCertificateCheck.check(connection, endpoint);
    checkTrust(connection, endpoint);
    warnOfWeakness(connection, endpoint, clear);
    return endpoint;
  }

  /** Checks the certificate of a server with security against the PKI folders as they are now. */
  void checkTrust(ConnectionSettings connection, EndpointDescription endpoint)
      throws ConnectFaultException {
    if (isSecured(endpoint)) {
      try {
        validator.validateEndpoint(
            CertificateUtil.decodeCertificates(endpoint.getServerCertificate().bytesOrEmpty()),
            endpoint.getServer().getApplicationUri(),
            EndpointUtil.getHost(endpoint.getEndpointUrl()),
            SecurityPolicy.fromUri(endpoint.getSecurityPolicyUri()));
      } catch (UaException e) {
        throw ConnectFaultException.of(connection, true, pki.ownCertificates(), e);
      }
    }
  }

  /** Says once of a server what its operator should know and can mend there. */
  private void warnOfWeakness(
      ConnectionSettings connection, EndpointDescription endpoint, boolean clearPassword) {
    String server = connection.endpointUrl();
    if (EndpointSelection.isOutdated(endpoint) && isNew(server + endpoint.getSecurityPolicyUri())) {
      LOG.warn(
          "{}: security {} is outdated and can be broken; it is used, since {}. Switch"
              + " Basic256Sha256 or better on at the server.",
          server,
          EndpointSelection.describe(endpoint),
          connection.securityPolicyUri().isEmpty()
              ? "the server offers no better"
              : "it is asked for");
    }
    if (clearPassword && isNew(server + " clear")) {
      LOG.warn(
          "{}: the secret of {} travels in clear text, as option --allow-clear-passwords permits."
              + " Give the endpoint or its user token policy security at the server.",
          server,
          connection.user());
    }
  }

  private boolean isNew(String note) {
    if (noted.size() >= MAX_NOTED) {
      noted.clear();
    }
    return noted.add(note);
  }

  /** A client with an active session at {@code endpoint}. */
  OpcUaClient connect(ConnectionSettings connection, EndpointDescription endpoint)
      throws ConnectFaultException {
    if (isSecured(endpoint) || hasSecret(connection.user())) {
      PolicyAlgorithms.provide();
    }
    ApplicationCertificate own = certificate.current();
    if (isSecured(endpoint)) {
      PolicyAlgorithms.check(connection, endpoint, keys(own));
    }
    OpcUaClient client =
        new OpcUaClient(configuration(connection, endpoint, own), transports.create(connection));
    settings.requestBounds().applyTo(client);
    // A server has hundreds of types, and most sessions meet few of them.
    client.setDataTypeTreeFactory(DataTypeTreeFactory.lazy());
    UndecodableTypes undecodable = new UndecodableTypes(connection.endpointUrl());
    client.setDynamicDataTypeManagerFactory(
        (active, namespaces, types) ->
            new ServerStructureTypes(active, namespaces, types, undecodable));
    try {
      await(connection, isSecured(endpoint), client.connectAsync());
      return client;
    } catch (ConnectFaultException e) {
      client.disconnectAsync();
      throw e;
    }
  }

  private OpcUaClientConfig configuration(
      ConnectionSettings connection, EndpointDescription endpoint, ApplicationCertificate own)
      throws ConnectFaultException {
    int chunks = 2 * (settings.maxMessageSize() / CHUNK_SIZE + 1);
    X509Certificate[] chain = own.chain().toArray(X509Certificate[]::new);
    return OpcUaClientConfig.builder()
        .setEndpoint(endpoint)
        .setApplicationName(LocalizedText.english(settings.applicationName()))
        .setApplicationUri(own.applicationUri())
        .setProductUri(settings.productUri())
        .setSessionName(() -> settings.applicationName() + " " + UUID.randomUUID())
        .setKeyPair(keys(own))
        .setCertificate(chain[0])
        .setCertificateChain(chain)
        .setCertificateValidator(validator)
        .setIdentityProvider(identity(connection))
        .setSessionLocaleIds(connection.locales().toArray(String[]::new))
        .setSessionTimeout(ClientTransports.millis(settings.sessionTimeout()))
        .setRequestTimeout(ClientTransports.millis(settings.requestTimeout()))
        .setKeepAliveInterval(ClientTransports.millis(settings.keepAliveInterval()))
        .setKeepAliveTimeout(ClientTransports.millis(settings.keepAliveInterval()))
        .setEncodingLimits(
            new EncodingLimits(
                CHUNK_SIZE,
                chunks,
                settings.maxMessageSize(),
                EncodingLimits.DEFAULT_MAX_RECURSION_DEPTH))
        .setMaxResponseMessageSize(uint(settings.maxMessageSize()))
        .build();
  }

  private static KeyPair keys(ApplicationCertificate own) {
    return new KeyPair(own.chain().get(0).getPublicKey(), own.key());
  }

  private IdentityProvider identity(ConnectionSettings connection) throws ConnectFaultException {
    UserCredential user = connection.user();
    if (user instanceof UserCredential.UserName named) {
      return new UsernameProvider(
          named.user(), named.password(), validator, SessionConnector::encrypting);
    }
    if (user instanceof UserCredential.JsonWebToken token) {
      return new JsonWebTokenProvider(token.text(), validator, SessionConnector::encrypting);
    }
    if (user instanceof UserCredential.Certificate proof) {
      return new X509IdentityProvider(proof.certificate(), proof.key());
    }
    if (user instanceof UserCredential.CertificateFromStore stored) {
      try {
        KeyStore.PrivateKeyEntry found = users.user(stored.name(), stored.password());
        return new X509IdentityProvider(
            (X509Certificate) found.getCertificate(), found.getPrivateKey());
      } catch (OperationException e) {
        throw new ConnectFaultException(
            ConnectFault.WRONG_USER, connection.endpointUrl() + ": " + e.getMessage());
      }
    }
    return AnonymousProvider.INSTANCE;
  }

  /** The first policy that encrypts by itself, else one that does as the endpoint does. */
  private static UserTokenPolicy encrypting(List<UserTokenPolicy> policies) {
    return policies.stream()
        .filter(p -> encrypts(p.getSecurityPolicyUri()))
        .findFirst()
        .or(() -> policies.stream().filter(SessionConnector::inherits).findFirst())
        .orElse(policies.get(0));
  }

  private static boolean encrypts(String policyUri) {
    return policyUri != null
        && !policyUri.isEmpty()
        && !SecurityPolicy.None.getUri().equals(policyUri);
  }

  /** Returns whether something is sent that others must not read. */
  private static boolean hasSecret(UserCredential user) {
    return user instanceof UserCredential.UserName || user instanceof UserCredential.JsonWebToken;
  }

  /** Returns whether the user's password or token would be sent where nothing encrypts it. */
  static boolean sendsClearPassword(ConnectionSettings connection, EndpointDescription endpoint) {
    return hasSecret(connection.user())
        && endpoint.getSecurityMode() != MessageSecurityMode.SignAndEncrypt
        && EndpointSelection.tokens(endpoint)
            .filter(t -> EndpointSelection.takes(t, connection.user()))
            .noneMatch(
                t ->
                    encrypts(t.getSecurityPolicyUri())
                        || inherits(t) && encrypts(endpoint.getSecurityPolicyUri()));
  }

  private static ConnectFaultException clearPassword(ConnectionSettings connection) {
    return new ConnectFaultException(
        ConnectFault.WRONG_USER,
        connection.endpointUrl()
            + ": the "
            + (connection.user() instanceof UserCredential.JsonWebToken ? "token" : "password")
            + " would travel in clear text, because the endpoint has no security"
            + " and its user token policy does not encrypt. It is not sent. Ask for security"
            + " Sign or SignAndEncrypt, give the server's token policy a security policy, or"
            + " permit it with option --allow-clear-passwords.");
  }

  private static boolean inherits(UserTokenPolicy policy) {
    return policy.getSecurityPolicyUri() == null || policy.getSecurityPolicyUri().isEmpty();
  }

  /** Returns whether the client shows another certificate to the server than a new one would. */
  boolean showsFormerCertificate(@Nullable OpcUaClient client) {
    return client != null
        && isSecured(client.getConfig().getEndpoint())
        && client
            .getConfig()
            .getCertificate()
            .filter(shown -> !shown.equals(certificate.current().chain().get(0)))
            .isPresent();
  }

  private static boolean isSecured(EndpointDescription endpoint) {
    return endpoint.getSecurityMode() != MessageSecurityMode.None;
  }

  private <T> T await(ConnectionSettings connection, boolean secured, CompletableFuture<T> result)
      throws ConnectFaultException {
    try {
      return result.get(transports.patience(connection).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectFaultException(
          ConnectFault.OTHER, connection.endpointUrl() + ": shutting down");
    } catch (ExecutionException | TimeoutException e) {
      throw ConnectFaultException.of(connection, secured, pki.ownCertificates(), e);
    }
  }
}
