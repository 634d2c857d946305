package org.bactrian.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Health check of a container that has neither a shell nor {@code curl}: ends with exit code 0 when
 * the role in the same container answers that it is ready, else with 1 and the reason. It uses
 * nothing but the JDK, since it is started anew for each check.
 */
public final class HealthProbe {

  private static final int TIMEOUT_MILLIS = 5_000;

  private HealthProbe() {}

  /**
   * Asks a role for its health.
   *
   * @param arguments port of health and metrics, and the path where it is not that of readiness
   */
  public static void main(String[] arguments) {
    if (arguments.length < 1 || arguments.length > 2) {
      System.err.println("Usage: HealthProbe PORT [PATH]");
      System.exit(2);
    }
    String path = arguments.length == 2 ? arguments[1] : "/observe/health/ready";
    System.exit(isUp("http://127.0.0.1:" + arguments[0] + path) ? 0 : 1);
  }

  private static boolean isUp(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
        return true;
      }
      System.err.println(url + " answered " + connection.getResponseCode());
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(url + ": " + e.getMessage());
    }
    return false;
  }
}
