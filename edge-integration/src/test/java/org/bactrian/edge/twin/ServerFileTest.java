package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Iterator;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contents of files of servers, which may have no end. */
class ServerFileTest {

  @Test
  void theContentIsAllPartsUpToAnEmptyOne() throws Exception {
    Iterator<byte[]> parts = List.of(new byte[] {1, 2}, new byte[] {3}, new byte[0]).iterator();

    assertThat(ServerFile.content(parts::next)).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65_536})
  void aFileWithoutEndIsGivenUp(int partSize) {
    byte[] part = new byte[partSize];

    UaException fault =
        catchThrowableOfType(UaException.class, () -> ServerFile.content(() -> part));

    assertThat(fault.getStatusCode().value()).isEqualTo(StatusCodes.Bad_ResponseTooLarge);
    assertThat(fault).hasMessageContaining("more than 67108864 bytes or 65536 parts");
  }
}
