package org.bactrian.deploy.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bactrian.deploy.DeployFolder;

/**
 * A guide to a deployment with the commands that it shows.
 *
 * @param name its path in the source tree
 * @param text its content
 */
record DeploymentGuide(String name, String text) {

  private static final String FENCE = "```";
  private static final String PROMPT = "$ ";
  private static final Pattern SHOWN_FILE = Pattern.compile("cat ([\\w.-]+)");
  private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");

  /** Guides whose commands need Azure, a cluster or a container engine. */
  static Stream<DeploymentGuide> all() throws IOException {
    try (Stream<Path> files = Files.list(DeployFolder.ROOT.resolve("docs"))) {
      return files
          .map(file -> "docs/" + file.getFileName())
          .filter(name -> name.matches("docs/(deploy.*|upgrade-and-backup|security)\\.md"))
          .sorted()
          .map(DeploymentGuide::read)
          .toList()
          .stream();
    }
  }

  private static DeploymentGuide read(String name) {
    try {
      return new DeploymentGuide(name, Files.readString(DeployFolder.ROOT.resolve(name)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The blocks of commands as one script. Where a block has prompts, what stands behind no prompt
   * is output: that of {@code cat} becomes the file that it shows.
   */
  String script() {
    StringBuilder script = new StringBuilder();
    List<String> block = null;
    for (String line : text.split("\n")) {
      if (block == null && line.matches(FENCE + "(console|sh)")) {
        block = new ArrayList<>();
      } else if (block != null && line.equals(FENCE)) {
        // Each block begins in the top folder.
        script.append("cd \"$TOP\"\n").append(commands(block));
        block = null;
      } else if (block != null) {
        block.add(line);
      }
    }
    return script.toString();
  }

  private static String commands(List<String> block) {
    if (block.stream().noneMatch(line -> line.startsWith(PROMPT))) {
      return String.join("\n", block) + "\n";
    }
    StringBuilder commands = new StringBuilder();
    for (int at = 0; at < block.size(); at++) {
      String line = block.get(at);
      if (line.startsWith(PROMPT)) {
        String command = line.substring(PROMPT.length());
        var shown = SHOWN_FILE.matcher(command);
        if (shown.matches()) {
          commands.append("cat > ").append(shown.group(1)).append(" <<'SHOWN'\n");
          while (at + 1 < block.size() && !block.get(at + 1).startsWith(PROMPT)) {
            commands.append(block.get(++at)).append('\n');
          }
          commands.append("SHOWN\n");
        } else {
          commands.append(command).append('\n');
        }
      }
    }
    return commands.toString();
  }

  /** Texts in backticks, outside of blocks. */
  List<String> spans() {
    StringBuilder prose = new StringBuilder();
    boolean fenced = false;
    for (String line : text.split("\n")) {
      fenced ^= line.startsWith(FENCE);
      if (!fenced) {
        prose.append(line).append('\n');
      }
    }
    return SPAN.matcher(prose).results().map(found -> found.group(1)).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
