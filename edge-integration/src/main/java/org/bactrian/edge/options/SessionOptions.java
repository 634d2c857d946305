package org.bactrian.edge.options;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.bactrian.opcua.reverse.ReverseConnectSettings;

/**
 * Options of the sessions with OPC UA servers.
 *
 * @param createTimeout time to create a session
 * @param timeout time that a server keeps a silent session (Part 4, 5.7.2)
 * @param operationTimeout time for one service call
 * @param keepAliveInterval time between looks at a silent server
 * @param minReconnectDelay first delay before connecting again; it doubles with every attempt
 * @param maxReconnectDelay longest delay before connecting again
 * @param linger time that a session stays after the last request that needed it
 * @param connectTimeout time that a request waits for a connection; zero for {@code createTimeout}
 * @param serviceCallTimeout time that a request may take, connecting included
 * @param tokenLifetime lifetime of security tokens, which are renewed before
 * @param maxMessageSize largest message from a server in bytes
 * @param productUri URI of the product that servers show for this client
 * @param reverseConnect whether servers open the connections where a file does not say
 * @param reverseAddress where servers connect to
 */
@RecordBuilder
public record SessionOptions(
    Duration createTimeout,
    Duration timeout,
    Duration operationTimeout,
    Duration keepAliveInterval,
    Duration minReconnectDelay,
    Duration maxReconnectDelay,
    Duration linger,
    Duration connectTimeout,
    Duration serviceCallTimeout,
    Duration tokenLifetime,
    int maxMessageSize,
    String productUri,
    boolean reverseConnect,
    ReverseConnectSettings reverseAddress) {}
