package org.bactrian.simulator.certificate;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.methods.Out;
import org.eclipse.milo.opcua.sdk.server.model.objects.ServerConfigurationType.ApplyChangesMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.ServerConfigurationType.CancelChangesMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.ServerConfigurationType.CreateSigningRequestMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.ServerConfigurationType.GetRejectedListMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.ServerConfigurationType.UpdateCertificateMethod;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.jspecify.annotations.Nullable;

/**
 * The ServerConfiguration object (Part 12, 7.10): clients replace the server's certificate and its
 * trust lists, of applications and of users, and see whom the server refused. Changes wait for
 * ApplyChanges; a new certificate then ends every connection.
 */
public final class ServerConfiguration {

  private static final NodeId APPLICATIONS =
      NodeIds.ServerConfiguration_CertificateGroups_DefaultApplicationGroup;
  private static final NodeId USERS =
      NodeIds.ServerConfiguration_CertificateGroups_DefaultUserTokenGroup;
  private static final NodeId CERTIFICATE_TYPE = NodeIds.RsaSha256ApplicationCertificateType;
  private static final int NONCE_BYTES = 32;

  private final OpcUaServer server;
  private final SimulatorPki pki;
  private final Runnable endConnections;
  private final ConfigurationTransaction transaction;

  /** Key of a signing request that asked for a new one; the last one counts. */
  private volatile Optional<KeyPair> requested = Optional.empty();

  private ServerConfiguration(OpcUaServer server, SimulatorPki pki, Runnable endConnections) {
    this.server = server;
    this.pki = pki;
    this.endConnections = endConnections;
    this.transaction = new ConfigurationTransaction(server);
  }

  /**
   * Gives the nodes of the object values and methods.
   *
   * @param endConnections ends every connection, soon after it returns
   */
  public static void install(OpcUaServer server, SimulatorPki pki, Runnable endConnections) {
    new ServerConfiguration(server, pki, endConnections).install();
  }

  private void install() {
    value(NodeIds.ServerConfiguration_SupportedPrivateKeyFormats, UploadedCertificate.KEY_FORMATS);
    value(NodeIds.ServerConfiguration_MaxTrustListSize, uint(TrustListFile.LARGEST));
    value(NodeIds.ServerConfiguration_MulticastDnsEnabled, false);
    value(NodeIds.ServerConfiguration_HasSecureElement, false);
    value(NodeIds.ServerConfiguration_ServerCapabilities, new String[] {"DA", "HD", "AC"});
    value(
        NodeIds.ServerConfiguration_CertificateGroups_DefaultApplicationGroup_CertificateTypes,
        new NodeId[] {CERTIFICATE_TYPE});
    value(
        NodeIds.ServerConfiguration_CertificateGroups_DefaultUserTokenGroup_CertificateTypes,
        new NodeId[0]);
    remove(NodeIds.ServerConfiguration_CertificateGroups_DefaultHttpsGroup);
    remove(NodeIds.ServerConfiguration_ResetToServerDefaults);
    remove(NodeIds.ServerConfiguration_GetCertificates);
    method(NodeIds.ServerConfiguration_CreateSigningRequest, this::createSigningRequest);
    method(NodeIds.ServerConfiguration_UpdateCertificate, this::updateCertificate);
    method(NodeIds.ServerConfiguration_ApplyChanges, this::applyChanges);
    method(NodeIds.ServerConfiguration_CancelChanges, this::cancelChanges);
    method(NodeIds.ServerConfiguration_GetRejectedList, this::getRejectedList);
    new TrustListMethods(new TrustListFile(server, pki.applicationTrust(), transaction))
        .installOn(server, APPLICATIONS);
    new TrustListMethods(new TrustListFile(server, pki.userTrust(), transaction))
        .installOn(server, USERS);
  }

  private MethodInvocationHandler createSigningRequest(UaMethodNode node) {
    return new CreateSigningRequestMethod(node) {
      @Override
      protected void invoke(
          InvocationContext context,
          @Nullable NodeId group,
          @Nullable NodeId type,
          @Nullable String subject,
          @Nullable Boolean regenerate,
          @Nullable ByteString nonce,
          Out<ByteString> request)
          throws UaException {
        Administrator.require(context);
        requireOwn(group, type);
        boolean anew = Boolean.TRUE.equals(regenerate);
        if (anew && (nonce == null || nonce.bytesOrEmpty().length < NONCE_BYTES)) {
          throw new UaException(StatusCodes.Bad_InvalidArgument);
        }
        request.set(signingRequest(subject, anew));
      }
    };
  }

  private ByteString signingRequest(@Nullable String subject, boolean anew) throws UaException {
    X509Certificate own = pki.chain()[0];
    try {
      KeyPair keys = anew ? pki.newKeys() : pki.keys();
      requested = anew ? Optional.of(keys) : Optional.empty();
      return ByteString.of(
          CertificateUtil.generateCsr(
                  keys,
                  subject == null || subject.isBlank()
                      ? own.getSubjectX500Principal().getName()
                      : subject,
                  CertificateUtil.getSanUri(own).orElse(""),
                  CertificateUtil.getSanDnsNames(own),
                  CertificateUtil.getSanIpAddresses(own),
                  "SHA256withRSA")
              .getEncoded());
    } catch (IllegalArgumentException e) {
      throw new UaException(StatusCodes.Bad_InvalidArgument, e);
    } catch (Exception e) {
      throw new UaException(StatusCodes.Bad_InternalError, e);
    }
  }

  private MethodInvocationHandler updateCertificate(UaMethodNode node) {
    return new UpdateCertificateMethod(node) {
      @Override
      protected void invoke(
          InvocationContext context,
          @Nullable NodeId group,
          @Nullable NodeId type,
          @Nullable ByteString certificate,
          ByteString @Nullable [] issuers,
          @Nullable String keyFormat,
          @Nullable ByteString key,
          Out<Boolean> applyChangesRequired)
          throws UaException {
        NodeId session = Administrator.require(context);
        requireOwn(group, type);
        UploadedCertificate uploaded =
            UploadedCertificate.read(certificate, issuers, keyFormat, key);
        X509Certificate leaf = uploaded.chain().get(0);
        if (!CertificateUtil.getSanUri(leaf).equals(CertificateUtil.getSanUri(pki.chain()[0]))) {
          throw new UaException(StatusCodes.Bad_CertificateUriInvalid);
        }
        List<PrivateKey> known = new ArrayList<>(List.of(pki.keys().getPrivate()));
        requested.map(KeyPair::getPrivate).ifPresent(known::add);
        transaction.add(
            session,
            new CertificateReplacement(
                pki, uploaded.keyPair(known), uploaded.chain().toArray(X509Certificate[]::new)));
        applyChangesRequired.set(true);
      }
    };
  }

  /** A certificate is that of the application group, and of the one type there is. */
  private static void requireOwn(@Nullable NodeId group, @Nullable NodeId type) throws UaException {
    if (isOther(group, APPLICATIONS) || isOther(type, CERTIFICATE_TYPE)) {
      throw new UaException(StatusCodes.Bad_InvalidArgument);
    }
  }

  private static boolean isOther(@Nullable NodeId given, NodeId known) {
    return given != null && !given.isNull() && !given.equals(known);
  }

  private MethodInvocationHandler applyChanges(UaMethodNode node) {
    return new ApplyChangesMethod(node) {
      @Override
      protected void invoke(InvocationContext context) throws UaException {
        if (transaction.apply(Administrator.require(context))) {
          server.resetEndpointDescriptionCache();
          endConnections.run();
        }
      }
    };
  }

  private MethodInvocationHandler cancelChanges(UaMethodNode node) {
    return new CancelChangesMethod(node) {
      @Override
      protected void invoke(InvocationContext context) throws UaException {
        transaction.cancel(Administrator.require(context));
      }
    };
  }

  private MethodInvocationHandler getRejectedList(UaMethodNode node) {
    return new GetRejectedListMethod(node) {
      @Override
      protected void invoke(InvocationContext context, Out<ByteString[]> certificates)
          throws UaException {
        Administrator.require(context);
        try {
          certificates.set(TrustListReplacement.encoded(pki.rejected()));
        } catch (CertificateEncodingException e) {
          throw new UaException(StatusCodes.Bad_InternalError, e);
        }
      }
    };
  }

  private void method(NodeId id, Function<UaMethodNode, MethodInvocationHandler> handler) {
    UaMethodNode node = (UaMethodNode) node(id);
    node.setInvocationHandler(handler.apply(node));
  }

  private void value(NodeId id, Object value) {
    ((UaVariableNode) node(id)).setValue(new DataValue(new Variant(value)));
  }

  private void remove(NodeId id) {
    server.getAddressSpaceManager().getManagedNode(id).ifPresent(UaNode::delete);
  }

  private UaNode node(NodeId id) {
    return server.getAddressSpaceManager().getManagedNode(id).orElseThrow();
  }
}
