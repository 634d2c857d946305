package org.bactrian.camelcli;

import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** Main class of Camel's command line tool, which has none of its own in its jar. */
final class CamelCli {

  private CamelCli() {}

  public static void main(String[] arguments) {
    CamelJBangMain.run(arguments);
  }
}
