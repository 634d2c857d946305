package org.bactrian.edge.options;

/**
 * Options of the Global Discovery Server, from which OPC UA applications pull certificates.
 *
 * @param port TCP port, 0 for any free one; negative for no such server
 * @param host address to listen on; only this machine reaches the default
 * @param adminPassword password of the user {@value #ADMIN}, who may act for every application;
 *     empty for no such user; a secret
 */
public record GdsOptions(int port, String host, String adminPassword) {

  /** Name of the user who may act for every application. */
  public static final String ADMIN = "gdsadmin";

  /** No such server. */
  public static final GdsOptions OFF = new GdsOptions(-1, HttpOptions.LOOPBACK, "");

  /** Reads the options. */
  static GdsOptions of(MergedValues values) {
    return new GdsOptions(
        values.number("BactrianGdsPort", 0, 65_535, OFF.port()),
        values.text("BactrianGdsHost", OFF.host()),
        values.text("BactrianGdsAdminPassword", OFF.adminPassword()));
  }

  /** Returns whether there is such a server. */
  public boolean enabled() {
    return port >= 0;
  }

  /** Names where it listens, not the password. */
  @Override
  public String toString() {
    return "GdsOptions[" + host + ":" + port + "]";
  }
}
