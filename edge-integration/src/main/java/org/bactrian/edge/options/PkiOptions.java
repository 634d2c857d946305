package org.bactrian.edge.options;

import java.nio.file.Path;

/**
 * Who the edge is for OPC UA servers, and whom it trusts.
 *
 * @param applicationName name of the application
 * @param applicationUri URI of the application, empty for one made of host and name
 * @param own folder of the own certificate and key
 * @param trusted folder of certificates that are trusted
 * @param rejected folder that certificates are put into when they are refused
 * @param issuers folder of certificates that may stand between a server's and a trusted one
 * @param acceptUntrusted whether every server is trusted; for tests only
 */
public record PkiOptions(
    String applicationName,
    String applicationUri,
    Path own,
    Path trusted,
    Path rejected,
    Path issuers,
    boolean acceptUntrusted) {}
