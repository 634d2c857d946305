package org.bactrian.launcher.routes;

/**
 * Operation of a contract that a route of a file carries out.
 *
 * @param operation id of the operation
 * @param route id of the route, empty where the file gives it none
 * @param file path or class path location of the file, as it is shown to a user
 */
public record RouteOperation(String operation, String route, String file) {

  /** One line, such as {@code ReadValue: route twin-operations of routes/twin.camel.yaml}. */
  @Override
  public String toString() {
    return operation + ": route " + (route.isEmpty() ? "" : route + " ") + "of " + file;
  }
}
