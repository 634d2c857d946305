package org.bactrian.launcher.guide;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.launcher.guide.GuideDocument.Block;

/**
 * A demo on free ports and a shell beside it, in a folder that looks like the top of the tree.
 * Blocks of guides are carried out with those ports in the place of the usual ones.
 */
final class GuideDemo implements AutoCloseable {

  private static final String DEMO =
      """
      mkdir -p .bactrian && echo '[]' > .bactrian/published_nodes.json
      ./bactrian demo --quiet --mqtt-port=0 --rest-port=0 --amqp-port=0 --keyvault-port=0 \\
        --opcua-port=0 --management-port=0 --port=0 --edge-port=0 --cloud-management-port=0 > demo.out 2>&1 &
      DEMO=$!
      until grep -q 'hub monitor' demo.out || ! kill -0 $DEMO 2>/dev/null; do sleep 0.2; done
      cat demo.out
      """;

  private final Path folder;
  private final CommandServer commands;
  private final GuideShell shell;
  private final Map<String, String> ports = new LinkedHashMap<>();

  private GuideDemo(Path folder, CommandServer commands, GuideShell shell) {
    this.folder = folder;
    this.commands = commands;
    this.shell = shell;
  }

  /** Starts it in an empty folder. */
  static GuideDemo start(Path top, Path folder) throws IOException, InterruptedException {
    CommandServer commands = CommandServer.start();
    commands.writeScript(folder);
    GuideDemo demo = new GuideDemo(folder, commands, new GuideShell(folder));
    String addresses = demo.shell.run(DEMO);
    demo.port("50000", addresses, "opc\\.tcp://localhost:(\\d+)");
    demo.port("9443", addresses, "https://localhost:(\\d+) \\(REST\\)");
    demo.port("8883", addresses, "localhost:(\\d+) \\(MQTT\\)");
    demo.port("9072", addresses, "edge +https://localhost:(\\d+)/");
    demo.port("9876", addresses, "edge .* http://localhost:(\\d+)/observe");
    demo.port("9080", addresses, "cloud +http://localhost:(\\d+)/");
    demo.port("9877", addresses, "cloud .* http://localhost:(\\d+)/observe");
    try (ServerSocket free = new ServerSocket(0)) {
      demo.ports.put("50010", Integer.toString(free.getLocalPort()));
    }
    demo.copy(top, "routes/edge/publisher.camel.yaml");
    Files.createDirectories(folder.resolve("docs"));
    Files.writeString(
        folder.resolve("docs/rest.sh"), demo.here(Files.readString(top.resolve("docs/rest.sh"))));
    return demo;
  }

  private void copy(Path top, String file) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.copy(top.resolve(file), folder.resolve(file));
  }

  private void port(String usual, String addresses, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(addresses);
    if (!found.find()) {
      throw new AssertionError("The demo does not run: " + addresses);
    }
    ports.put(usual, found.group(1));
  }

  /** Text with the ports of this demo in place of the usual ones. */
  private String here(String text) {
    String here = text;
    for (Map.Entry<String, String> port : ports.entrySet()) {
      here = here.replaceAll("\\b" + port.getKey() + "\\b", port.getValue());
    }
    return here;
  }

  /** Saves a block as the file that it names. */
  void save(Block block) throws IOException {
    Path file = folder.resolve(block.name());
    Files.createDirectories(file.getParent());
    Files.writeString(file, here(block.text()));
  }

  /** Carries out a block, and returns what it prints. */
  String run(Block block) throws IOException, InterruptedException {
    return shell.run(here(block.text()));
  }

  @Override
  public void close() {
    shell.close();
    commands.close();
  }
}
