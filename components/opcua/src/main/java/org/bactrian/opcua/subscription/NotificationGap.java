package org.bactrian.opcua.subscription;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Time for which values of a subscription may be missing.
 *
 * @param cause kind of the cause
 * @param detail cause in words
 * @param since publish time of the last message that was delivered before; null where this process
 *     has delivered none
 * @param until when the gap was noticed
 */
public record NotificationGap(
    GapCause cause, String detail, @Nullable Instant since, Instant until) {}
