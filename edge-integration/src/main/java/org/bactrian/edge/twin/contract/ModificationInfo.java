package org.bactrian.edge.twin.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Change of a value (Part 11, 6.5.3).
 *
 * @param modificationTime when it was changed
 * @param updateType what was done
 * @param userName who did it
 */
public record ModificationInfo(
    @Nullable Instant modificationTime,
    @Nullable HistoryUpdateOperation updateType,
    @Nullable String userName) {}
