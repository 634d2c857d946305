package org.bactrian.opcua.component;

/**
 * Status of a written value.
 *
 * @param node the node as the route names it
 * @param status such as {@code Good} or {@code Bad_NotWritable}
 * @param detail says what is wrong where the status does not, else empty
 */
public record OpcUaWriteStatus(String node, String status, String detail) {}
