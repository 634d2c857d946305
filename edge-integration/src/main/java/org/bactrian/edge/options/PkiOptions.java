package org.bactrian.edge.options;

import java.nio.file.Path;
import java.util.Map;
import org.bactrian.opcua.pki.OwnCertificateRules;
import org.bactrian.opcua.pki.PkiStore;
import org.bactrian.opcua.pki.ServerCertificateRules;

/**
 * Identity of the edge towards OPC UA servers, and its trust in them.
 *
 * @param applicationName name of the application
 * @param applicationUri URI of the application, empty for one made of host and name
 * @param root folder of the certificates: own, trusted, rejected and issuers
 * @param stores stores that are elsewhere
 * @param ownCertificate name, origin and trust of the edge's certificate
 * @param checks what is asked of servers
 */
public record PkiOptions(
    String applicationName,
    String applicationUri,
    Path root,
    Map<PkiStore, Path> stores,
    OwnCertificateRules ownCertificate,
    ServerCertificateRules checks) {

  public PkiOptions {
    stores = Map.copyOf(stores);
  }
}
