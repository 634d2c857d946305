package org.bactrian.edge.twin.contract;

/**
 * Result of writing a value.
 *
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record ValueWriteResponse(ErrorInfo errorInfo) {}
