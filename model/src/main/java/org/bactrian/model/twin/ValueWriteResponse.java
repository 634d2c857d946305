package org.bactrian.model.twin;

/**
 * What became of a value to be written.
 *
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record ValueWriteResponse(ServiceResult errorInfo) {}
