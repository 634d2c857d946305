package org.bactrian.edge.twin.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Properties of a file of a server (Part 20, 4.2.1).
 *
 * @param size bytes
 * @param writable whether the user may write it now
 * @param openCount number of open handles
 * @param mimeType media type
 * @param maxBufferSize largest part in bytes that is read or written at once
 * @param lastModified time of the last change
 */
public record FileInfo(
    @Nullable Long size,
    boolean writable,
    int openCount,
    @Nullable String mimeType,
    @Nullable Long maxBufferSize,
    @Nullable Instant lastModified) {}
