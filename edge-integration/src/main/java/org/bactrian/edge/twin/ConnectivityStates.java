package org.bactrian.edge.twin;

import java.util.Set;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.FutureFailure;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.EndpointConnectivityState;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.session.NotConnectedException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;

/** Maps faults of connections to the endpoint states of the registry of version 2.8. */
final class ConnectivityStates {

  private static final Set<Long> UNTRUSTED =
      Set.of(StatusCodes.Bad_CertificateUntrusted, StatusCodes.Bad_SecurityChecksFailed);

  private ConnectivityStates() {}

  /** The state of an endpoint whose check has failed so. */
  static EndpointConnectivityState of(Throwable fault) {
    Throwable cause = FutureFailure.of(fault);
    if (cause instanceof NotConnectedException known) {
      return of(known);
    }
    if (cause instanceof OperationException known && known.kind() == FaultKind.COMMUNICATION) {
      // The server shows another certificate than the registry knows.
      return EndpointConnectivityState.CertificateInvalid;
    }
    return StatusText.meansLostConnection(cause)
        ? EndpointConnectivityState.NotReachable
        : EndpointConnectivityState.Error;
  }

  private static EndpointConnectivityState of(NotConnectedException fault) {
    return switch (fault.fault()) {
      case UNREACHABLE, NO_OPC_UA -> EndpointConnectivityState.NotReachable;
      case TOO_MANY_SESSIONS -> EndpointConnectivityState.Busy;
      case WRONG_USER -> EndpointConnectivityState.Unauthorized;
      case REFUSED_BY_SERVER -> EndpointConnectivityState.NoTrust;
      case CERTIFICATE_REFUSED ->
          UNTRUSTED.contains(fault.getStatusCode().value())
              ? EndpointConnectivityState.NoTrust
              : EndpointConnectivityState.CertificateInvalid;
      case NO_MATCHING_ENDPOINT, LOCAL, OTHER -> EndpointConnectivityState.Error;
    };
  }
}
