package org.bactrian.edge.outbox;

import java.time.Instant;

/**
 * Figures of a segment log, for metrics.
 *
 * @param bytesOnDisk bytes of all segment files
 * @param liveBytes bytes of the messages on disk that were not removed
 * @param liveRecords messages that were not removed, on disk or about to be written
 * @param waitingBytes bytes in memory that wait to be written
 * @param damagedBytes bytes that were skipped because their checksum was wrong, since the start
 * @param commits groups that were made durable since the start
 * @param lastCommit when the last group was made durable, the epoch before the first
 * @param failing whether the last attempt to write has failed
 */
public record SegmentLogFigures(
    long bytesOnDisk,
    long liveBytes,
    long liveRecords,
    long waitingBytes,
    long damagedBytes,
    long commits,
    Instant lastCommit,
    boolean failing) {}
