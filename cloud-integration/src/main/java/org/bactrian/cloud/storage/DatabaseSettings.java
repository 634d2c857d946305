package org.bactrian.cloud.storage;

import java.nio.file.Path;
import org.bactrian.model.setting.SettingRange;

/**
 * Settings of the database connection.
 *
 * @param url JDBC URL of H2 or PostgreSQL
 * @param user name of the user
 * @param password its password; empty for none. It is left out of {@link #toString()}.
 * @param connections largest number of connections at once, at least 1
 */
public record DatabaseSettings(String url, String user, String password, int connections) {

  private static final int CONNECTIONS = 10;

  public DatabaseSettings {
    if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "The database has to be jdbc:h2:… or jdbc:postgresql:…; its URL begins otherwise.");
    }
    SettingRange.atLeastOne("connections", connections);
  }

  /**
   * A file in a folder, readable by the owner only. The processes of one machine may share it: one
   * serves it to the others, and another one takes over when that one ends, however it does.
   */
  public static DatabaseSettings in(Path folder) {
    String url = H2File.url(folder.resolve("database").resolve("cloud"));
    return new DatabaseSettings(url, "bactrian", "", CONNECTIONS);
  }

  /** A database server, which any number of replicas may share. */
  public static DatabaseSettings at(String url, String user, String password) {
    return new DatabaseSettings(url, user, password, CONNECTIONS);
  }

  boolean isH2() {
    return url.startsWith("jdbc:h2:");
  }

  @Override
  public String toString() {
    return user + " at " + url.replaceAll("[?;].*", "");
  }
}
