package org.bactrian.cloud.http;

import java.util.List;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.web.http.HttpLimits;
import org.bactrian.web.http.RestServer;
import org.bactrian.web.http.RestServerSettings;
import org.bactrian.web.http.RestServerSettingsBuilder;
import org.bactrian.web.http.TransportSecurity;
import org.bactrian.web.operation.RequestDeadline;

/**
 * Settings of the REST server.
 *
 * @param host address to listen on; only this machine reaches the default
 * @param port port to listen on, 0 for any free one
 * @param limits what callers may take of the server
 * @param origins origins whose pages may call, {@code *} for every one; usually none
 * @param tokens tells who the callers are
 * @param validation whether requests are held to their contracts
 * @param protection transport security; plain where only this machine or a proxy with TLS calls
 */
public record HttpSettings(
    String host,
    int port,
    HttpLimits limits,
    List<String> origins,
    TokenVerifier tokens,
    boolean validation,
    TransportSecurity protection) {

  /** Address that only this machine reaches. */
  public static final String LOOPBACK = RestServerSettings.LOOPBACK;

  /** Port of the REST API and the console. */
  public static final int DEFAULT_PORT = 9080;

  /** Folder of the contracts of the cloud's services on the class path. */
  public static final String CONTRACTS = "openapi/cloud";

  private static final RestServerSettings.Documents DOCUMENTS =
      new RestServerSettings.Documents(
          CONTRACTS,
          "Bactrian Cloud",
          "Registry of the factory's OPC UA servers, and services that browse, read, write and call"
              + " their nodes, publish values, read and change histories, stream values and changes"
              + " as they happen, and give out certificates.",
          true);

  /** The usual settings, for callers of this machine. */
  public static HttpSettings of(int port, TokenVerifier tokens) {
    return new HttpSettings(
        LOOPBACK, port, HttpLimits.DEFAULT, List.of(), tokens, true, new TransportSecurity.Plain());
  }

  /** URL of the server; empty where only who configures it knows: any port, or all addresses. */
  public String url() {
    if (port == 0 || host.equals("0.0.0.0") || host.equals("::")) {
      return "";
    }
    String scheme = protection instanceof TransportSecurity.Plain ? "http" : "https";
    return scheme + "://" + (host.equals(LOOPBACK) ? "localhost" : host) + ":" + port;
  }

  /** The server, not listening yet. */
  public RestServer server() {
    return new RestServer(
        RestServerSettingsBuilder.builder()
            .host(host)
            .port(port)
            .portOption("--port")
            .limits(limits)
            .origins(origins)
            .validation(validation)
            .requestTimeout(RequestDeadline.USUAL)
            .documents(DOCUMENTS)
            .protection(protection)
            .build(),
        new BearerTokenCheck(tokens));
  }
}
