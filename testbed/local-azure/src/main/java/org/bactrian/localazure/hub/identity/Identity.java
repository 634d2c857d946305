package org.bactrian.localazure.hub.identity;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;

/**
 * A device's or module's entry in the identity registry.
 *
 * @param generationId tells an identity from an earlier one with the same name
 * @param etag changes with every change of the identity
 * @param enabled whether it may connect; modules follow their device
 * @param statusReason why it is disabled, or empty
 * @param iotEdge whether the device is an IoT Edge device
 * @param managedBy who owns a module, such as IotEdge, or empty
 * @param deviceScope parent scope, or empty
 */
@RecordBuilder
public record Identity(
    ClientId id,
    String generationId,
    String etag,
    boolean enabled,
    String statusReason,
    Instant statusUpdatedTime,
    Authentication authentication,
    boolean iotEdge,
    String managedBy,
    String deviceScope) {}
