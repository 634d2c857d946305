package org.bactrian.opcua.session;

import io.netty.handler.codec.DecoderException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.bactrian.opcua.pki.CertificateRefusedException;
import org.bactrian.opcua.reverse.ServerNotArrivedException;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a server cannot be used. The message names the server, the fault and the remedy,
 * with paths of this computer where they help its operator.
 */
final class ConnectFaultException extends Exception {

  private static final Set<Long> WRONG_USER =
      Set.of(
          StatusCodes.Bad_IdentityTokenInvalid,
          StatusCodes.Bad_IdentityTokenRejected,
          StatusCodes.Bad_UserAccessDenied,
          StatusCodes.Bad_UserSignatureInvalid);
  private static final Set<Long> BUSY =
      Set.of(
          StatusCodes.Bad_TooManySessions,
          StatusCodes.Bad_TooManyOperations,
          StatusCodes.Bad_TcpServerTooBusy,
          StatusCodes.Bad_TcpNotEnoughResources);
  private static final Set<Long> REFUSED =
      Set.of(
          StatusCodes.Bad_SecurityChecksFailed,
          StatusCodes.Bad_CertificateUntrusted,
          StatusCodes.Bad_CertificateInvalid,
          StatusCodes.Bad_CertificateUriInvalid,
          StatusCodes.Bad_CertificateTimeInvalid,
          StatusCodes.Bad_CertificateUseNotAllowed,
          StatusCodes.Bad_CertificateChainIncomplete,
          StatusCodes.Bad_CertificateIssuerUseNotAllowed,
          StatusCodes.Bad_CertificateRevocationUnknown,
          StatusCodes.Bad_CertificateRevoked,
          StatusCodes.Bad_SecurityModeRejected,
          StatusCodes.Bad_SecurityPolicyRejected,
          StatusCodes.Bad_ApplicationSignatureInvalid);

  private final ConnectFault kind;
  private final String message;
  private final String callerMessage;

  ConnectFaultException(ConnectFault kind, String message) {
    this(kind, message, message, null);
  }

  private ConnectFaultException(ConnectFault kind, String message, Throwable cause) {
    this(kind, message, message, cause);
  }

  /**
   * @param callerMessage the message for those who must not learn paths of this computer
   */
  private ConnectFaultException(
      ConnectFault kind, String message, String callerMessage, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.message = message;
    this.callerMessage = callerMessage;
  }

  ConnectFault kind() {
    return kind;
  }

  /**
   * Returns whether a file that the operator moves mends it, so that trying often is worth the
   * while.
   */
  boolean isCuredByTrust() {
    return getCause() instanceof CertificateRefusedException refused && refused.isCuredByTrust();
  }

  /**
   * Says what {@code fault} means.
   *
   * @param secured whether messages were to be signed, so that a closed connection may mean that
   *     the server does not trust this client
   * @param ownCertificates where the certificate lies that the server must trust
   */
  static ConnectFaultException of(
      ConnectionSettings settings, boolean secured, Object ownCertificates, Throwable fault) {
    String server = settings.endpointUrl();
    CertificateRefusedException refused = find(fault, CertificateRefusedException.class);
    if (refused != null) {
      return new ConnectFaultException(
          ConnectFault.CERTIFICATE_REFUSED,
          server + ": " + refused.operatorMessage(),
          server + ": " + refused.getMessage(),
          refused);
    }
    if (find(fault, CancellationException.class) != null) {
      return new ConnectFaultException(
          ConnectFault.OTHER, server + ": the session is being closed.", fault);
    }
    if (find(fault, ServerNotArrivedException.class) != null) {
      return new ConnectFaultException(
          ConnectFault.UNREACHABLE,
          server
              + ": the server has not connected. Tell it to open connections to this client's port"
              + " for reverse connections (--rcp), as the server of this endpoint URL; the log says"
              + " which servers came and are not expected.",
          fault);
    }
    if (find(fault, UnknownHostException.class) != null
        || find(fault, UnresolvedAddressException.class) != null) {
      return new ConnectFaultException(
          ConnectFault.UNREACHABLE,
          server + ": the host name is not known. Check the endpoint URL and the name service.",
          fault);
    }
    if (find(fault, ConnectException.class) != null
        || find(fault, NoRouteToHostException.class) != null) {
      return new ConnectFaultException(
          ConnectFault.UNREACHABLE,
          server + ": nobody listens there. Check that the server runs, and the address and port.",
          fault);
    }
    if (find(fault, HelloAcknowledgeHandler.EndedException.class) != null) {
      return new ConnectFaultException(
          ConnectFault.NO_OPC_UA,
          ("Something listens at %s and closes the connection when it is greeted as an OPC UA"
                  + " server. Check the address and port, and whether the server is just starting or"
                  + " has no room for another connection.")
              .formatted(address(server)),
          fault);
    }
    long code = StatusText.codeOf(fault).value();
    if (!secured && find(fault, DecoderException.class) != null) {
      return new ConnectFaultException(
          ConnectFault.NO_OPC_UA,
          "Something listens at %s that speaks no OPC UA. Check the address and port of %s."
              .formatted(address(server), server),
          fault);
    }
    if (BUSY.contains(code)) {
      return new ConnectFaultException(
          ConnectFault.TOO_MANY_SESSIONS,
          ("%s: the server has no room for another session (%s). Close other clients or"
                  + " raise the server's limit.")
              .formatted(server, StatusText.of(StatusText.codeOf(fault))),
          fault);
    }
    if (WRONG_USER.contains(code)) {
      return new ConnectFaultException(
          ConnectFault.WRONG_USER,
          "%s: the server refused %s (%s). Check %s."
              .formatted(
                  server,
                  describe(settings.user()),
                  StatusText.of(StatusText.codeOf(fault)),
                  settings.user() instanceof UserCredential.JsonWebToken
                      ? "for whom it was issued and when it expires"
                      : "the user and the password or certificate"),
          fault);
    }
    boolean closed =
        code == StatusCodes.Bad_ConnectionClosed || code == StatusCodes.Bad_ConnectionRejected;
    // node-opcua refuses a client with an error message that has the channel's id in the place of
    // the status.
    boolean withoutStatus = StatusText.codeOf(fault).isGood();
    if (REFUSED.contains(code) || secured && (closed || withoutStatus)) {
      String refusal =
          ("%s: the server refused this client (%s). Most often it does not trust the"
                  + " certificate in ")
              .formatted(
                  server,
                  withoutStatus ? "it does not say why" : StatusText.of(StatusText.codeOf(fault)));
      return new ConnectFaultException(
          ConnectFault.REFUSED_BY_SERVER,
          refusal + ownCertificates + ": tell it to.",
          refusal + "own/certs of the PKI folder: tell it to.",
          fault);
    }
    if (find(fault, TimeoutException.class) != null || code == StatusCodes.Bad_Timeout) {
      return new ConnectFaultException(
          ConnectFault.UNREACHABLE,
          server + ": no answer in time. Check the address, the port and firewalls between.",
          fault);
    }
    return new ConnectFaultException(
        closed ? ConnectFault.UNREACHABLE : ConnectFault.OTHER,
        server + ": " + StatusText.of(fault),
        fault);
  }

  /** {@code fault} itself, or what stands for a fault of this program, which is no end either. */
  static ConnectFaultException asFault(ConnectionSettings settings, Exception fault) {
    return fault instanceof ConnectFaultException known
        ? known
        : new ConnectFaultException(
            ConnectFault.OTHER,
            settings.endpointUrl() + ": unexpected fault " + fault + ".",
            settings.endpointUrl() + ": unexpected fault. The log of the edge tells more.",
            fault);
  }

  private static String address(String endpointUrl) {
    return EndpointUtil.getHost(endpointUrl) + ":" + EndpointUtil.getPort(endpointUrl);
  }

  @Override
  public String getMessage() {
    return message;
  }

  private static String describe(UserCredential user) {
    if (user instanceof UserCredential.UserName named) {
      return "user " + named.user();
    }
    if (user instanceof UserCredential.Certificate certificate) {
      return "the user certificate " + certificate.certificate().getSubjectX500Principal();
    }
    if (user instanceof UserCredential.CertificateFromStore stored) {
      return "the user certificate " + stored.name();
    }
    if (user instanceof UserCredential.JsonWebToken) {
      return "the user of a JSON Web Token";
    }
    return "anonymous users";
  }

  private static <T extends Throwable> @Nullable T find(Throwable fault, Class<T> type) {
    Throwable cause = fault;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }

  /** Returns the fault for callers of services. */
  NotConnectedException asNotConnected() {
    StatusCode code = StatusText.codeOf(getCause() == null ? this : getCause());
    boolean says =
        !code.isGood()
            && code.value() != StatusCodes.Bad_UnexpectedError
            && code.value() != StatusCodes.Bad_Timeout;
    return new NotConnectedException(kind, says ? code.value() : kind.status(), callerMessage);
  }
}
