package org.bactrian.edge.twin.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * State of the secure channel of a connection, without its keys.
 *
 * @param timeStamp when this was so
 * @param sessionId id of the session; null without one
 * @param sessionCreated when it became active
 * @param connection which one, without secrets
 * @param remoteIpAddress address of the server
 * @param remotePort port of the server
 * @param localIpAddress own address
 * @param localPort own port
 * @param channelId id of the secure channel
 * @param tokenId id of its token
 * @param createdAt when the token was made
 * @param lifetime how long the token is good
 */
@RecordBuilder
public record ChannelDiagnostic(
    Instant timeStamp,
    @Nullable String sessionId,
    @Nullable Instant sessionCreated,
    RequestConnection connection,
    @Nullable String remoteIpAddress,
    @Nullable Integer remotePort,
    @Nullable String localIpAddress,
    @Nullable Integer localPort,
    @Nullable Long channelId,
    @Nullable Long tokenId,
    @Nullable Instant createdAt,
    @Nullable Duration lifetime)
    implements ChannelDiagnosticBuilder.With {}
