package org.bactrian.opcua.service;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Options of service calls.
 *
 * @param timeout longest time until one call is answered; zero for what the session is configured
 *     with
 * @param timeLeft how long the caller waits for all calls together, beyond which none goes on
 * @param returnDiagnostics what the server shall say of faults, bits of Part 4, 7.33
 * @param auditEntryId what the server shall log the call under (Part 4, 7.33); empty for nothing
 */
@RecordBuilder
public record CallOptions(
    Duration timeout, RemainingTime timeLeft, int returnDiagnostics, String auditEntryId)
    implements CallOptionsBuilder.With {

  /** Ask for no diagnostics. */
  public static final int NO_DIAGNOSTICS = 0;

  /** Ask for symbolic ids and texts, of the call and of each operation. */
  public static final int DIAGNOSTIC_TEXTS = 0x63;

  /** Ask for all that there is, of the call and of each operation. */
  public static final int ALL_DIAGNOSTICS = 0x3FF;

  /** As the session is configured, without diagnostics. */
  public static final CallOptions DEFAULT =
      new CallOptions(Duration.ZERO, RemainingTime.UNBOUNDED, NO_DIAGNOSTICS, "");

  public CallOptions {
    SettingRange.notNegative("timeout", timeout);
  }
}
