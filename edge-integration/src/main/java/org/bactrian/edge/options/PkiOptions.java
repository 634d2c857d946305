package org.bactrian.edge.options;

import java.nio.file.Path;
import org.bactrian.opcua.pki.ServerCertificateRules;

/**
 * Identity of the edge towards OPC UA servers, and its trust in them.
 *
 * @param applicationName name of the application
 * @param applicationUri URI of the application, empty for one made of host and name
 * @param root folder of the certificates: own, trusted, rejected and issuers
 * @param checks what is asked of servers
 */
public record PkiOptions(
    String applicationName, String applicationUri, Path root, ServerCertificateRules checks) {}
