package org.bactrian.launcher.role;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bactrian.edge.options.EdgeOptionsReader;

/** Edges that publish what a file of a test says, each message at once. */
public final class PublishingEdge {

  private PublishingEdge() {}

  /**
   * Starts an edge.
   *
   * @param folder folder in which it has a file and a data folder of its name
   * @param nodes text of its published nodes file
   * @param usual options of all edges of a test
   * @param more options of this one
   */
  public static Role start(
      Path folder, String name, String nodes, List<String> usual, String... more)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".json"), nodes);
    List<String> own =
        List.of("--pf=" + file, "--data=" + folder.resolve(name), "--management-port=0", "--bs=1");
    List<String> arguments = Stream.of(own, usual, List.of(more)).flatMap(List::stream).toList();
    return EdgeRole.start(EdgeOptionsReader.read(arguments, Map.of()).options());
  }
}
