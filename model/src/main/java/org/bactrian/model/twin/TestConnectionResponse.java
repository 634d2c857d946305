package org.bactrian.model.twin;

/**
 * Whether a server could be connected to.
 *
 * @param errorInfo why not; null when it could
 */
public record TestConnectionResponse(ServiceResult errorInfo) {}
