package org.bactrian.opcua.session;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Lifetimes of sessions that are opened for single requests.
 *
 * @param linger time after the last request; zero closes at once
 * @param continuationLife time that a continuation point is kept for a caller to go on
 */
@RecordBuilder
public record OnDemandSessionSettings(Duration linger, Duration continuationLife)
    implements OnDemandSessionSettingsBuilder.With {

  /** No linger, as OPC Publisher has it, and two minutes for a caller to go on. */
  public static final OnDemandSessionSettings DEFAULT =
      new OnDemandSessionSettings(Duration.ZERO, Duration.ofMinutes(2));

  public OnDemandSessionSettings {
    SettingRange.notNegative("linger", linger);
    SettingRange.positive("continuationLife", continuationLife);
  }
}
