package org.bactrian.edge.twin.contract;

/**
 * What became of an attribute to be written.
 *
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record AttributeWriteResponse(ErrorInfo errorInfo) {}
