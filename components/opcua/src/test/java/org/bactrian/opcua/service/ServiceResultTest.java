package org.bactrian.opcua.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.List;
import java.util.concurrent.CompletionException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.ResponseHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.ServiceFault;
import org.junit.jupiter.api.Test;

class ServiceResultTest {

  private static final String[] TEXTS = {"urn:vendor", "E17", "de", "Die Tür ist offen"};
  private static final DiagnosticInfo INNER =
      new DiagnosticInfo(-1, -1, -1, 99, "relay 4", null, null);
  private static final DiagnosticInfo INFO =
      new DiagnosticInfo(
          0, 1, 2, 3, "door 2", new StatusCode(StatusCodes.Bad_DeviceFailure), INNER);

  @Test
  void whatAServerSaysOfAFaultIsReadWithTheTextsOfItsResponse() {
    ServiceResult result =
        ServiceResult.of(new StatusCode(StatusCodes.Bad_InvalidState), INFO, List.of(TEXTS));

    assertThat(result.status().value()).isEqualTo(StatusCodes.Bad_InvalidState);
    assertThat(result.namespaceUri()).isEqualTo("urn:vendor");
    assertThat(result.symbolicId()).isEqualTo("E17");
    assertThat(result.locale()).isEqualTo("de");
    assertThat(result.errorMessage()).isEqualTo("Die Tür ist offen");
    assertThat(result.additionalInfo()).isEqualTo("door 2");
  }

  @Test
  void whatIsBehindAFaultIsKeptAndAnIndexBeyondTheTextsIsNoText() {
    ServiceResult inner =
        ServiceResult.of(new StatusCode(StatusCodes.Bad_InvalidState), INFO, List.of(TEXTS))
            .inner()
            .orElseThrow();

    assertThat(inner.status().value()).isEqualTo(StatusCodes.Bad_DeviceFailure);
    assertThat(inner.additionalInfo()).isEqualTo("relay 4");
    assertThat(inner.errorMessage()).isEmpty();
    assertThat(inner.inner()).isEmpty();
  }

  @Test
  void aRefusedCallHasTheDiagnosticsOfItsFault() {
    ResponseHeader header =
        new ResponseHeader(
            DateTime.now(),
            uint(1),
            new StatusCode(StatusCodes.Bad_TooManyOperations),
            INFO,
            TEXTS,
            null);

    ServiceResult result =
        ServiceResult.of(
            new CompletionException(new UaServiceFaultException(new ServiceFault(header))));

    assertThat(result.status().value()).isEqualTo(StatusCodes.Bad_TooManyOperations);
    assertThat(result.errorMessage()).isEqualTo("Die Tür ist offen");
  }

  @Test
  void aFaultThatIsNotOfOpcUaIsUnexpectedAndSaysWhatItIs() {
    ServiceResult result = ServiceResult.of(new IllegalStateException("the disk is full"));

    assertThat(result.status().value()).isEqualTo(StatusCodes.Bad_UnexpectedError);
    assertThat(result.errorMessage()).contains("the disk is full");
  }
}
