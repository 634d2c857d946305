package org.bactrian.simulator.settings;

/**
 * Somebody who may log on with a name and a password.
 *
 * @param name user name, as the client sends it
 * @param password password, as the client sends it; never printed
 */
public record UserAccount(String name, String password) {

  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "UserAccount[name=" + name + "]";
  }
}
