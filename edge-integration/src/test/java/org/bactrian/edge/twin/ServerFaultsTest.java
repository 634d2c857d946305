package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import org.bactrian.edge.twin.contract.ErrorInfo;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerFaultsTest {

  /** As version 2.9 answers: an entry that cannot be written is Bad, and nothing more. */
  @ParameterizedTest
  @CsvSource({
    "BAD_REQUEST, 0x80AB0000, BadInvalidArgument",
    "INVALID_STATE, 0x80AF0000, BadInvalidState",
    "BUSY, 0x80040000, BadResourceUnavailable",
    "INTERNAL, 0x80000000, Bad",
  })
  void anEntryThatIsNotSavedHasTheStatusOfItsFault(FaultKind kind, String code, String symbol) {
    OperationException fault = new OperationException(kind, "why it was not saved");

    ErrorInfo info = ServerFaults.of(ServerFaults.ofUnsaved(fault), null);

    assertThat(info.statusCode()).isEqualTo(Long.decode(code));
    assertThat(info.symbolicId()).isEqualTo(symbol);
    assertThat(info.errorMessage()).isEqualTo(symbol + ": why it was not saved");
  }
}
