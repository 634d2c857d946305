package org.bactrian.edge.twin.contract;

/**
 * What became of a value to be written.
 *
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record ValueWriteResponse(ErrorInfo errorInfo) {}
