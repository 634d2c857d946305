package org.bactrian.edge.twin;

import java.util.Map;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Maps what a server answers to the management of its certificates (Part 12, 7.10) to the failure
 * of a request, with a remedy.
 */
final class ServerCertificateFaults {

  private static final String NO_MANAGEMENT =
      " The server offers no push management of certificates, or not this part: replace them at the"
          + " server.";
  private static final String MALFORMED =
      " This is no answer that OPC UA knows: ask the maker of the server.";

  private record Meaning(FaultKind kind, String remedy) {}

  private static final Map<Long, Meaning> MEANINGS =
      Map.ofEntries(
          Map.entry(
              StatusCodes.Bad_UserAccessDenied,
              new Meaning(
                  FaultKind.UNAUTHORIZED,
                  " Name a user in the connection who may administer the server's security.")),
          Map.entry(
              StatusCodes.Bad_SecurityModeInsufficient,
              new Meaning(FaultKind.UNAUTHORIZED, " The server asks for an encrypted channel.")),
          Map.entry(
              StatusCodes.Bad_NodeIdUnknown, new Meaning(FaultKind.NOT_SUPPORTED, NO_MANAGEMENT)),
          Map.entry(
              StatusCodes.Bad_MethodInvalid, new Meaning(FaultKind.NOT_SUPPORTED, NO_MANAGEMENT)),
          Map.entry(
              StatusCodes.Bad_NotImplemented, new Meaning(FaultKind.NOT_SUPPORTED, NO_MANAGEMENT)),
          Map.entry(StatusCodes.Bad_NotSupported, new Meaning(FaultKind.NOT_SUPPORTED, "")),
          Map.entry(
              StatusCodes.Bad_TransactionPending,
              new Meaning(
                  FaultKind.BUSY, " Another client changes the server's certificates. Ask again.")),
          Map.entry(
              StatusCodes.Bad_NotWritable,
              new Meaning(FaultKind.BUSY, " Another client has the trust list open. Ask again.")),
          Map.entry(StatusCodes.Bad_DecodingError, new Meaning(FaultKind.COMMUNICATION, MALFORMED)),
          Map.entry(
              StatusCodes.Bad_ResponseTooLarge, new Meaning(FaultKind.COMMUNICATION, MALFORMED)));

  private ServerCertificateFaults() {}

  /**
   * The failure of a request.
   *
   * @param outcome sentence about what became of the server; empty for nothing
   */
  static OperationException of(String endpointUrl, UaException fault, String outcome) {
    boolean silent =
        ServerFaults.meansNoAnswer(fault)
            || fault.getStatusCode().value() == StatusCodes.Bad_CommunicationError;
    Meaning meaning =
        MEANINGS.getOrDefault(
            fault.getStatusCode().value(),
            new Meaning(silent ? FaultKind.COMMUNICATION : FaultKind.BAD_REQUEST, ""));
    return new OperationException(
        meaning.kind(),
        endpointUrl
            + ": "
            + ServerFaults.spelled(String.valueOf(fault.getMessage()))
            + "."
            + meaning.remedy()
            + (outcome.isEmpty() ? "" : " " + outcome),
        fault);
  }
}
