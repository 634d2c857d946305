package org.bactrian.cloud.vault;

import java.util.List;
import java.util.Optional;

/**
 * Party that gets a trust list, and those at the other end of its managed connections. A module
 * checks the certificates of the servers that it serves, and such a server checks that of the
 * module, whatever their relations say.
 *
 * @param id id under which its list is kept; that of the application for an endpoint
 * @param names ids under which its certificates and relations may be kept, its own first
 * @param counterparts ids of the servers that a module serves, or of the module that serves a
 *     server
 * @param carrier module that brings a server its list; empty for a module, and for a server that
 *     nobody serves
 */
record TrustListSubject(
    String id, List<String> names, List<String> counterparts, Optional<String> carrier) {

  TrustListSubject {
    names = List.copyOf(names);
    counterparts = List.copyOf(counterparts);
  }
}
