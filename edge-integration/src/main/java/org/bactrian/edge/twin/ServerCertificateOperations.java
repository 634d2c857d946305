package org.bactrian.edge.twin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.twin.contract.Credential;
import org.bactrian.edge.twin.contract.EndpointSecurityMode;
import org.bactrian.edge.twin.contract.ErrorInfo;
import org.bactrian.edge.twin.contract.RequestHeader;
import org.bactrian.edge.twin.contract.ServerCertificateUpdateRequest;
import org.bactrian.edge.twin.contract.ServerCertificateUpdateResponse;
import org.bactrian.edge.twin.contract.ServerEndpoint;
import org.bactrian.edge.twin.contract.ServerRejectedListResponse;
import org.bactrian.edge.twin.contract.ServerSigningRequest;
import org.bactrian.edge.twin.contract.ServerSigningResponse;
import org.bactrian.edge.twin.contract.ServerTrustListUpdateRequest;
import org.bactrian.edge.twin.contract.ServerTrustListUpdateResponse;
import org.bactrian.edge.twin.contract.TestConnectionRequest;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.CredentialType;
import org.bactrian.opcua.pki.DeliveredTrustList;
import org.bactrian.opcua.push.ApplicationCertificateType;
import org.bactrian.opcua.push.ServerConfigurationClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Methods that manage certificates of servers (Part 12, 7.10), for the cloud's vault. Whatever the
 * connection of a request says of security, the channel is encrypted. Its user, or the one that the
 * edge is configured with where it names none, must be an administrator of the server. Each takes
 * JSON and returns an object that is written as JSON.
 */
public final class ServerCertificateOperations {

  private final TwinRequestExecutor calls;
  private final Optional<Credential> administrator;

  /**
   * @param administrator user of requests whose connection names none
   */
  public ServerCertificateOperations(
      TwinRequestExecutor calls, Optional<Credential> administrator) {
    this.calls = calls;
    this.administrator = administrator;
  }

  /** Method CreateServerSigningRequest: a signing request for a certificate of the server. */
  public CompletableFuture<ServerSigningResponse> createServerSigningRequest(@Body byte[] payload) {
    TwinRequest request = encrypted(payload);
    ServerSigningRequest body = request.body(ServerSigningRequest.class);
    return carryOut(
        request,
        body.header(),
        (server, client) -> {
          NodeId group = group(server, body.certificateGroupId());
          NodeId type =
              ServerView.isGiven(body.certificateTypeId())
                  ? server.local(ServerView.node(body.certificateTypeId()))
                  : preferredType(client, group);
          return new ServerSigningResponse(
              RequestCertificates.text(
                  client.createSigningRequest(
                      group,
                      type,
                      Optional.ofNullable(body.subjectName()).orElse(""),
                      Boolean.TRUE.equals(body.regeneratePrivateKey()))));
        });
  }

  private static NodeId preferredType(ServerConfigurationClient client, NodeId group)
      throws UaException {
    NodeId rsa = ApplicationCertificateType.RSA_SHA256.id();
    List<NodeId> announced = client.certificateTypes(group);
    return announced.isEmpty() || announced.contains(rsa) ? rsa : announced.get(0);
  }

  /**
   * Method UpdateServerCertificate: the server gets a certificate and uses it, and the edge trusts
   * and connects to it again. When anything fails, the answer says which certificate the server
   * has.
   */
  public CompletableFuture<ServerCertificateUpdateResponse> updateServerCertificate(
      @Body byte[] payload) {
    TwinRequest request = encrypted(payload);
    ServerCertificateUpdateRequest body = request.body(ServerCertificateUpdateRequest.class);
    ServerCertificateChange change = ServerCertificateChange.of(body);
    return carryOut(
        request,
        body.header(),
        (server, client) -> {
          NodeId group = group(server, body.certificateGroupId());
          NodeId type =
              ServerView.isGiven(body.certificateTypeId())
                  ? server.local(ServerView.node(body.certificateTypeId()))
                  : change.type();
          change.requireFitting(
              client.certificateTypes(group),
              type,
              server.access().client().getConfig().getEndpoint().getServer().getApplicationUri());
          new ServerCertificateRollout(
                  calls.sessions(),
                  request.settings(body.header()),
                  calls.options(request, body.header()))
              .carryOut(server, client, group, type, change);
          return new ServerCertificateUpdateResponse(
              change.thumbprint().toUpperCase(Locale.ROOT), true);
        });
  }

  /**
   * Method UpdateServerTrustList: a trust list of the server is as the request has it. In that of
   * applications the edge stays, which could bring no other list else, unless its certificate was
   * revoked.
   */
  public CompletableFuture<ServerTrustListUpdateResponse> updateServerTrustList(
      @Body byte[] payload) {
    TwinRequest request = encrypted(payload);
    ServerTrustListUpdateRequest body = request.body(ServerTrustListUpdateRequest.class);
    DeliveredTrustList wanted =
        DeliveredTrustList.read(
            body.trustedCertificates(),
            body.trustedCrls(),
            body.issuerCertificates(),
            body.issuerCrls());
    return carryOut(
        request,
        body.header(),
        (server, client) -> {
          NodeId group = group(server, body.certificateGroupId());
          boolean ofApplications = group.equals(ServerConfigurationClient.DEFAULT_GROUP);
          return new ServerTrustListUpdateResponse(
              client.replaceTrustList(
                  group, ofApplications ? withThisEdge(wanted, server) : wanted));
        });
  }

  private DeliveredTrustList withThisEdge(DeliveredTrustList list, ServerView server) {
    return server
        .access()
        .client()
        .getConfig()
        .getCertificateChain()
        .map(shown -> calls.sessions().pool().withThisClient(list, List.of(shown)))
        .orElse(list);
  }

  /** Method GetServerRejectedList: certificates of clients that the server has refused. */
  public CompletableFuture<ServerRejectedListResponse> getServerRejectedList(@Body byte[] payload) {
    TwinRequest request = encrypted(payload);
    return carryOut(
        request,
        request.body(TestConnectionRequest.class).header(),
        (server, client) ->
            new ServerRejectedListResponse(
                client.rejectedCertificates().stream().map(RequestCertificates::text).toList()));
  }

  /** Part of a request that needs the server's configuration. */
  @FunctionalInterface
  private interface Step<R> {
    R take(ServerView server, ServerConfigurationClient client) throws UaException;
  }

  private <R> CompletableFuture<R> carryOut(
      TwinRequest request, RequestHeader header, Step<R> step) {
    String url = request.settings(header).endpointUrl();
    return calls.carryOut(
        request,
        header,
        server -> {
          try {
            return step.take(server, new ServerConfigurationClient(server.access()));
          } catch (UaException e) {
            if (ServerFaults.meansNoAnswer(e)) {
              throw e;
            }
            throw ServerCertificateFaults.of(url, e, "");
          }
        },
        error -> {
          throw refused(url, error);
        });
  }

  private static OperationException refused(String url, ErrorInfo error) {
    return new OperationException(FaultKind.BAD_REQUEST, url + ": " + error.errorMessage());
  }

  /** The request over the encrypted channel that Part 12, 7.10.2, demands. */
  private TwinRequest encrypted(byte[] payload) {
    TwinRequest request = TwinRequest.read(payload);
    ServerEndpoint endpoint = request.connection().endpoint();
    if (endpoint == null) {
      return request; // which says what is missing when it is carried out
    }
    boolean unsecured =
        endpoint.securityPolicy() != null
            && endpoint.securityPolicy().endsWith(SecurityPolicy.None.name());
    ServerEndpoint secured =
        endpoint
            .withSecurityMode(EndpointSecurityMode.SignAndEncrypt)
            .withSecurityPolicy(unsecured ? null : endpoint.securityPolicy());
    return new TwinRequest(
        request.connection().withEndpoint(secured).withUser(user(request.connection().user())),
        request.body());
  }

  private @Nullable Credential user(@Nullable Credential named) {
    boolean nobody = named == null || named.type() == null || named.type() == CredentialType.None;
    return nobody ? administrator.orElse(named) : named;
  }

  private static NodeId group(ServerView server, @Nullable String text) throws UaException {
    return server.local(ServerView.node(text, ServerConfigurationClient.DEFAULT_GROUP));
  }
}
