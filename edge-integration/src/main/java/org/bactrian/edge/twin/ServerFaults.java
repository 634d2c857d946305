package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.regex.Pattern;
import org.bactrian.edge.twin.contract.DiagnosticsLevel;
import org.bactrian.edge.twin.contract.ErrorInfo;
import org.bactrian.edge.twin.contract.RequestHeader;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.json.StatusSymbols;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.session.NotConnectedException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Maps faults of a server to the {@code errorInfo} of an answer, or to an exception where there is
 * no answer.
 *
 * <p>The name of the status is {@code symbolicId}, as version 2.9 has it, and begins {@code
 * errorMessage}, in which version 2.8 has it; what else is known of the fault follows there.
 */
final class ServerFaults {

  private static final int UNAUTHORIZED = 401;

  /**
   * Beginning of a name such as {@code Bad_NodeIdUnknown}, as Milo and the OPC Foundation write.
   */
  private static final Pattern MILO_NAME = Pattern.compile("\\b(Good|Uncertain|Bad)_(?=[A-Z])");

  private ServerFaults() {}

  /** Null when nothing went wrong, as the contracts have it. */
  static @Nullable ErrorInfo of(StatusCode status, @Nullable RequestHeader header) {
    return of(org.bactrian.opcua.service.ServiceResult.of(status), header);
  }

  /** Null when nothing went wrong, as the contracts have it. */
  static @Nullable ErrorInfo of(
      org.bactrian.opcua.service.ServiceResult result, @Nullable RequestHeader header) {
    if (result.status() == null || result.status().value() == 0) {
      return null;
    }
    String symbol = symbol(result.status());
    return new ErrorInfo(
        result.status().value(),
        words(result, symbol),
        result.symbolicId().isEmpty() ? symbol : result.symbolicId(),
        orNull(result.locale()),
        orNull(result.additionalInfo()),
        orNull(result.namespaceUri()),
        result.inner().map(inner -> of(inner, header)).orElse(null),
        diagnostics(symbol, header));
  }

  /** Fault of an entry that was not saved; {@code Bad} where no status says more. */
  static org.bactrian.opcua.service.ServiceResult ofUnsaved(OperationException fault) {
    StatusCode status =
        switch (fault.kind()) {
          case BAD_REQUEST -> new StatusCode(StatusCodes.Bad_InvalidArgument);
          case INVALID_STATE -> new StatusCode(StatusCodes.Bad_InvalidState);
          case BUSY -> new StatusCode(StatusCodes.Bad_ResourceUnavailable);
          default -> StatusCode.BAD;
        };
    return org.bactrian.opcua.service.ServiceResult.of(status, fault.getMessage());
  }

  private static String words(org.bactrian.opcua.service.ServiceResult result, String symbol) {
    String words =
        spelled(result.errorMessage().isEmpty() ? result.additionalInfo() : result.errorMessage());
    if (words.isEmpty()) {
      return symbol;
    }
    return words.startsWith(symbol) ? words : symbol + ": " + words;
  }

  /** A text in which the names of statuses are written as symbolicId is: without underscore. */
  static String spelled(String text) {
    return MILO_NAME.matcher(text).replaceAll("$1");
  }

  /**
   * Returns whether a failed call means that there was nobody to ask, so that there is no answer.
   */
  static boolean meansNoAnswer(UaException fault) {
    return fault instanceof NotConnectedException || StatusText.meansLostConnection(fault);
  }

  /** Exception for an answer that did not come. */
  static OperationException noAnswer(String endpointUrl, UaException fault) {
    if (fault instanceof NotConnectedException known) {
      String message = spelled(String.valueOf(fault.getMessage()));
      return switch (known.fault()) {
        case WRONG_USER -> OperationException.refusedByModule(UNAUTHORIZED, message, "");
        case TOO_MANY_SESSIONS -> new OperationException(FaultKind.BUSY, message, fault);
        default ->
            isTimeout(fault)
                ? new OperationException(FaultKind.TIMEOUT, message, fault)
                : new OperationException(FaultKind.COMMUNICATION, message, fault);
      };
    }
    String message = endpointUrl + ": " + spelled(StatusText.of(fault)) + ". Ask again.";
    return isTimeout(fault)
        ? new OperationException(FaultKind.TIMEOUT, message, fault)
        : new OperationException(FaultKind.COMMUNICATION, message, fault);
  }

  /** Returns the exception for an invalid value of a caller. */
  static OperationException badRequest(IllegalArgumentException fault) {
    return new OperationException(FaultKind.BAD_REQUEST, String.valueOf(fault.getMessage()), fault);
  }

  private static boolean isTimeout(UaException fault) {
    long code = fault.getStatusCode().value();
    return code == StatusCodes.Bad_Timeout || code == StatusCodes.Bad_RequestTimeout;
  }

  private static String symbol(StatusCode status) {
    String symbol = StatusSymbols.of(status.value());
    return symbol.isEmpty() ? String.format("0x%08X", status.value()) : symbol;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable JsonNode diagnostics(String symbol, @Nullable RequestHeader header) {
    boolean silent =
        header != null
            && header.diagnostics() != null
            && header.diagnostics().level() == DiagnosticsLevel.None;
    return silent ? null : JsonNodeFactory.instance.arrayNode().add(symbol);
  }
}
