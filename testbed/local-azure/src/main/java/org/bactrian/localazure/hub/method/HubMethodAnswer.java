package org.bactrian.localazure.hub.method;

/**
 * What a client answered to a direct method.
 *
 * @param status the client's own status code
 * @param payload JSON text, possibly empty
 */
public record HubMethodAnswer(int status, String payload) {}
