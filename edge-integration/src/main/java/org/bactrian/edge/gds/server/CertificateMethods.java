package org.bactrian.edge.gds.server;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bactrian.edge.gds.ApplicationRegistrar;
import org.bactrian.edge.gds.GdsApplication;
import org.bactrian.edge.gds.GdsRequest;
import org.bactrian.edge.gds.IssuedKey;
import org.bactrian.edge.gds.PrivateKeyFormat;
import org.bactrian.edge.gds.SigningRequestCheck;
import org.bouncycastle.asn1.x500.X500Name;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

/** Bodies of the methods of CertificateDirectoryType (Part 12, 7.9). Thread-safe. */
final class CertificateMethods {

  /** Types of certificates that are issued; the first one stands for any. */
  static final List<NodeId> TYPES =
      List.of(
          NodeIds.ApplicationCertificateType,
          NodeIds.RsaSha256ApplicationCertificateType,
          NodeIds.EccNistP256ApplicationCertificateType,
          NodeIds.EccNistP384ApplicationCertificateType);

  private static final Set<NodeId> KEY_PAIR_TYPES =
      Set.of(NodeIds.ApplicationCertificateType, NodeIds.RsaSha256ApplicationCertificateType);

  /** Part of its lifetime that a certificate may have left before it is to be replaced. */
  private static final int RENEWAL_SHARE = 5;

  private final ApplicationRegistrar registrar;
  private final TrustListNodes trustLists;
  private final InstantSource clock;
  private final UShort namespace;
  private final NodeId defaultGroup;

  /**
   * @param namespace index of the namespace of Part 12
   */
  CertificateMethods(
      ApplicationRegistrar registrar,
      TrustListNodes trustLists,
      InstantSource clock,
      UShort namespace) {
    this.registrar = registrar;
    this.trustLists = trustLists;
    this.clock = clock;
    this.namespace = namespace;
    this.defaultGroup = new NodeId(namespace, GdsIds.DEFAULT_APPLICATION_GROUP);
  }

  Map<GdsMethod, GdsMethodHandler.Body> bodies() {
    return Map.of(
        GdsMethod.START_SIGNING_REQUEST,
        this::startSigning,
        GdsMethod.START_NEW_KEY_PAIR_REQUEST,
        this::startKeyPair,
        GdsMethod.FINISH_REQUEST,
        this::finish,
        GdsMethod.GET_CERTIFICATE_GROUPS,
        this::groups,
        GdsMethod.GET_TRUST_LIST,
        this::trustList,
        GdsMethod.GET_CERTIFICATE_STATUS,
        this::status);
  }

  private List<Object> startSigning(GdsCaller caller, MethodInputs inputs) throws UaException {
    GdsApplication application = application(caller, inputs);
    checkGroup(inputs.nodeId(1));
    checkType(inputs.nodeId(2), TYPES);
    byte[] request = inputs.bytes(3);
    Optional<String> fault = SigningRequestCheck.fault(request, application.applicationUri());
    if (fault.isPresent()) {
      throw MethodInputs.invalid(fault.get());
    }
    return List.of(
        new NodeId(
            namespace,
            registrar.startSigning(application, Base64.getEncoder().encodeToString(request))));
  }

  private List<Object> startKeyPair(GdsCaller caller, MethodInputs inputs) throws UaException {
    GdsApplication application = application(caller, inputs);
    checkGroup(inputs.nodeId(1));
    checkType(inputs.nodeId(2), KEY_PAIR_TYPES);
    String subject = inputs.text(3);
    try {
      new X500Name(subject);
    } catch (RuntimeException e) {
      // Values in hexadecimal make the parser throw exceptions of many kinds.
      throw MethodInputs.invalid("SubjectName is no distinguished name such as CN=Filler.");
    }
    PrivateKeyFormat format =
        PrivateKeyFormat.of(inputs.text(5))
            .orElseThrow(() -> MethodInputs.invalid("PrivateKeyFormat is neither PFX nor PEM."));
    return List.of(
        new NodeId(
            namespace,
            registrar.startKeyPair(application, subject, inputs.texts(4), format, inputs.text(6))));
  }

  private List<Object> finish(GdsCaller caller, MethodInputs inputs) throws UaException {
    GdsApplication application = application(caller, inputs);
    GdsRequest request = registrar.request(application, inputs.guid(1));
    if (!request.isAnswered()) {
      throw new UaException(StatusCodes.Bad_NothingToDo, "The request waits for its approval.");
    }
    if (!Objects.requireNonNull(request.state()).isSuccess()) {
      registrar.fetched(request);
      throw new UaException(
          StatusCodes.Bad_RequestNotAllowed,
          "The request has the state %s: %s"
              .formatted(
                  request.state(),
                  Objects.requireNonNullElse(request.errorMessage(), "no reason was given")));
    }
    List<byte[]> chain = request.certificates().stream().map(Base64.getDecoder()::decode).toList();
    ByteString key = key(request, chain);
    registrar.fetched(request);
    return List.of(
        ByteString.of(chain.get(0)),
        key,
        chain.stream().skip(1).map(ByteString::of).toArray(ByteString[]::new));
  }

  private static ByteString key(GdsRequest request, List<byte[]> chain) throws UaException {
    if (request.keyFormat() == null) {
      return ByteString.NULL_VALUE;
    }
    try {
      List<X509Certificate> certificates = new ArrayList<>();
      for (byte[] certificate : chain) {
        certificates.add(CertificateUtil.decodeCertificate(certificate));
      }
      return ByteString.of(
          request
              .keyFormat()
              .write(
                  IssuedKey.read(Objects.requireNonNull(request.privateKey()), certificates.get(0)),
                  certificates,
                  Objects.requireNonNullElse(request.keyPassword(), "")));
    } catch (GeneralSecurityException e) {
      throw new UaException(StatusCodes.Bad_InternalError, e);
    }
  }

  private List<Object> groups(GdsCaller caller, MethodInputs inputs) throws UaException {
    application(caller, inputs);
    NodeId[] groups = {defaultGroup};
    return List.of((Object) groups);
  }

  private List<Object> trustList(GdsCaller caller, MethodInputs inputs) throws UaException {
    GdsApplication application = application(caller, inputs);
    checkGroup(inputs.nodeId(1));
    registrar.refreshTrustList(application);
    return List.of(trustLists.of(application));
  }

  private List<Object> status(GdsCaller caller, MethodInputs inputs) throws UaException {
    GdsApplication application = application(caller, inputs);
    checkGroup(inputs.nodeId(1));
    checkType(inputs.nodeId(2), TYPES);
    return List.of(isUpdateRequired(application));
  }

  private boolean isUpdateRequired(GdsApplication application) throws UaException {
    if (application.certificates().isEmpty()) {
      return true;
    }
    X509Certificate issued =
        CertificateUtil.decodeCertificate(
            Base64.getDecoder().decode(application.certificates().get(0)));
    Instant end = issued.getNotAfter().toInstant();
    Duration life = Duration.between(issued.getNotBefore().toInstant(), end);
    return !clock.instant().isBefore(end.minus(life.dividedBy(RENEWAL_SHARE)));
  }

  private GdsApplication application(GdsCaller caller, MethodInputs inputs) throws UaException {
    GdsApplication application = registrar.get(inputs.guid(0));
    caller.mayActFor(application);
    return application;
  }

  private void checkGroup(NodeId group) throws UaException {
    if (!group.isNull() && !group.equals(defaultGroup)) {
      throw MethodInputs.invalid(
          "There is no certificate group %s; only DefaultApplicationGroup.".formatted(group));
    }
  }

  private static void checkType(NodeId type, Collection<NodeId> types) throws UaException {
    if (!type.isNull() && !types.contains(type)) {
      throw MethodInputs.invalid("Certificates of the type %s are not issued.".formatted(type));
    }
  }
}
