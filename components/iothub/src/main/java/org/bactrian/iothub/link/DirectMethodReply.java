package org.bactrian.iothub.link;

/**
 * The answer to a direct method.
 *
 * @param status status for the caller, 200 for success
 * @param payload JSON in UTF-8; empty for none
 */
public record DirectMethodReply(int status, byte[] payload) {}
