package org.bactrian.edge.twin.contract;

/**
 * Result of writing an attribute.
 *
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record AttributeWriteResponse(ErrorInfo errorInfo) {}
