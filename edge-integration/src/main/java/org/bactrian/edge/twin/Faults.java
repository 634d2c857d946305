package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.bactrian.model.twin.DiagnosticsLevel;
import org.bactrian.model.twin.RequestHeader;
import org.bactrian.model.twin.ServiceResult;
import org.bactrian.model.variant.StatusSymbols;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * What went wrong in a server as {@code errorInfo}. The name of the status is {@code symbolicId} as
 * version 2.9 has it; where there are no better words it is {@code errorMessage} too, in which
 * version 2.8 has it.
 */
final class Faults {

  private Faults() {}

  /** Null when nothing went wrong, as the contracts have it. */
  static ServiceResult of(StatusCode status, RequestHeader header) {
    return of(status, "", header);
  }

  /**
   * Null when nothing went wrong, as the contracts have it.
   *
   * @param words what is wrong; empty for the name of the status
   */
  static ServiceResult of(StatusCode status, String words, RequestHeader header) {
    if (status == null || status.value() == 0) {
      return null;
    }
    String symbol = symbol(status);
    return new ServiceResult(
        status.value(),
        words.isEmpty() ? symbol : words,
        symbol,
        null,
        null,
        null,
        null,
        diagnostics(symbol, header));
  }

  /** What failed a call as a whole. */
  static ServiceResult of(UaException fault, RequestHeader header) {
    return of(fault.getStatusCode(), StatusText.of(fault), header);
  }

  private static String symbol(StatusCode status) {
    String symbol = StatusSymbols.of(status.value());
    return symbol.isEmpty() ? String.format("0x%08X", status.value()) : symbol;
  }

  private static JsonNode diagnostics(String symbol, RequestHeader header) {
    boolean silent =
        header != null
            && header.diagnostics() != null
            && header.diagnostics().level() == DiagnosticsLevel.None;
    return silent ? null : JsonNodeFactory.instance.arrayNode().add(symbol);
  }
}
