package org.bactrian.localazure.hub.method;

/**
 * Answer of a client to a direct method.
 *
 * @param status the client's own status code
 * @param payload JSON text, possibly empty
 */
public record DirectMethodAnswer(int status, String payload) {}
