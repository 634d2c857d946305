package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.bactrian.edge.twin.contract.ReadProcessedValuesDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadProcessedDetails;
import org.junit.jupiter.api.Test;

class ReadDetailsConverterTest {

  @Test
  void anIntervalOfThousandsOfYearsIsAnInterval() throws Exception {
    ReadProcessedValuesDetails details =
        new ReadProcessedValuesDetails(
            Instant.parse("2026-01-01T00:00:00Z"), null, Duration.ofDays(10_675_199), null, null);

    ReadProcessedDetails asked =
        (ReadProcessedDetails) ReadDetailsConverter.processedValues(null, details);

    assertThat(asked.getProcessingInterval()).isEqualTo(10_675_199 * 86_400_000.0);
  }
}
