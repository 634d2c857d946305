package org.bactrian.edge.twin.contract;

import java.time.Instant;

/**
 * Diagnostics that a caller requests for failures, and information that servers receive about the
 * call.
 *
 * @param level how much is told; null for the status
 * @param auditId entry of the server's audit log; null for one of ours
 * @param timeStamp time of the request; null for now
 */
public record Diagnostics(DiagnosticsLevel level, String auditId, Instant timeStamp) {}
