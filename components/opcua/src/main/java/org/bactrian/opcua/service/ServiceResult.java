package org.bactrian.opcua.service;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.ResponseHeader;
import org.jspecify.annotations.Nullable;

/**
 * Result of an operation or of a whole call, with the server's diagnostics (Part 4, 7.12). Texts
 * are empty where nothing was said, which is the rule unless {@link CallOptions} ask for
 * diagnostics.
 *
 * @param status the status code
 * @param symbolicId name of a vendor's own error
 * @param errorMessage what is wrong, in the words of the server or, where a request was refused
 *     before it was sent, of this client
 * @param locale language of {@code errorMessage}
 * @param namespaceUri namespace of {@code symbolicId}
 * @param additionalInfo anything else
 * @param inner what a system behind the server said
 */
public record ServiceResult(
    StatusCode status,
    String symbolicId,
    String errorMessage,
    String locale,
    String namespaceUri,
    String additionalInfo,
    Optional<ServiceResult> inner) {

  private static final int DEEPEST = 20;

  /** The operation was carried out. */
  public static final ServiceResult GOOD = of(StatusCode.GOOD);

  /** A status and nothing else. */
  public static ServiceResult of(StatusCode status) {
    return of(status, "");
  }

  /** A status and what this client says of it. */
  public static ServiceResult of(StatusCode status, @Nullable String errorMessage) {
    String message = Objects.requireNonNullElse(errorMessage, "");
    return new ServiceResult(status, "", message, "", "", "", Optional.empty());
  }

  /** A status from Milo's list of codes. */
  static ServiceResult of(long status, @Nullable String errorMessage) {
    return of(new StatusCode(status), errorMessage);
  }

  /**
   * A status with its diagnostics.
   *
   * @param strings the texts that {@code info} points at, from the header of the response
   */
  static ServiceResult of(StatusCode status, @Nullable DiagnosticInfo info, List<String> strings) {
    return of(status, info, strings, 0);
  }

  private static ServiceResult of(
      StatusCode status, @Nullable DiagnosticInfo info, List<String> strings, int depth) {
    if (info == null) {
      return of(status);
    }
    boolean hasInner =
        depth < DEEPEST && (info.innerStatusCode() != null || info.innerDiagnosticInfo() != null);
    StatusCode innerStatus =
        info.innerStatusCode() == null ? StatusCode.BAD : info.innerStatusCode();
    return new ServiceResult(
        status,
        text(info.symbolicId(), strings),
        text(info.localizedText(), strings),
        text(info.locale(), strings),
        text(info.namespaceUri(), strings),
        info.additionalInfo() == null ? "" : info.additionalInfo(),
        hasInner
            ? Optional.of(of(innerStatus, info.innerDiagnosticInfo(), strings, depth + 1))
            : Optional.empty());
  }

  /**
   * Failure of a whole call: the fault of the server with its diagnostics, or what the connection
   * ended with; {@code Bad_UnexpectedError} where it is nothing of OPC UA.
   */
  public static ServiceResult of(Throwable fault) {
    Optional<UaException> known = UaException.extract(fault);
    if (known.isPresent() && known.get() instanceof UaServiceFaultException refused) {
      ResponseHeader header = refused.getServiceFault().getResponseHeader();
      return of(header.getServiceResult(), header.getServiceDiagnostics(), strings(header));
    }
    return of(StatusText.codeOf(fault), StatusText.of(fault));
  }

  /** Texts that diagnostics of a response point at. */
  static List<String> strings(ResponseHeader header) {
    String[] table = header.getStringTable();
    return table == null ? List.of() : Arrays.asList(table);
  }

  /** Returns true for a good or uncertain status. */
  public boolean isUsable() {
    return !status.isBad();
  }

  private static String text(int index, List<String> strings) {
    if (index < 0 || index >= strings.size() || strings.get(index) == null) {
      return "";
    }
    return strings.get(index);
  }
}
