package org.bactrian.launcher.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Markdown file with its fenced blocks.
 *
 * @param file its path
 * @param blocks its fenced blocks, in their order
 */
record GuideDocument(Path file, List<Block> blocks) {

  private static final String FENCE = "```";

  /**
   * A fenced block.
   *
   * @param line number of the line of its first fence, from 1
   * @param language first word of its info string, which may be empty
   * @param name rest of its info string: the file that a reader saves it as, or empty
   * @param text its content
   */
  record Block(int line, String language, String name, String text) {

    boolean isShell() {
      return language.equals("sh");
    }

    boolean isFile() {
      return !name.isEmpty() && !isShell();
    }

    /** Returns whether it shows what the block before it prints. */
    boolean isOutput() {
      return language.equals("text");
    }
  }

  /** Reads a file. */
  static GuideDocument read(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int at = 0; at < lines.size(); at++) {
      if (!lines.get(at).startsWith(FENCE)) {
        continue;
      }
      int start = at;
      StringBuilder text = new StringBuilder();
      for (at++; at < lines.size() && !lines.get(at).equals(FENCE); at++) {
        text.append(lines.get(at)).append('\n');
      }
      String[] info = lines.get(start).substring(FENCE.length()).strip().split(" +", 2);
      blocks.add(new Block(start + 1, info[0], info.length > 1 ? info[1] : "", text.toString()));
    }
    return new GuideDocument(file, List.copyOf(blocks));
  }
}
