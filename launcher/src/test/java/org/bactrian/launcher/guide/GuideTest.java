package org.bactrian.launcher.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.launcher.guide.GuideDocument.Block;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The guides of {@code docs/}, followed: blocks that name a file are saved, blocks marked {@code
 * sh} are carried out beside a demo, and print what the block behind them shows.
 */
class GuideTest {

  private static final Path TOP = Documents.top();

  @TempDir private static Path folder;
  private static GuideDemo demo;

  @BeforeAll
  static void startDemo() throws Exception {
    demo = GuideDemo.start(TOP, folder);
  }

  @AfterAll
  static void stopDemo() {
    demo.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The first one activates the endpoint that the others use.
        "discover",
        "browse",
        "publish",
        "configuration-operations",
        "consume",
        "publish-from-the-cloud",
        "write-a-route",
        "troubleshoot",
        "migrate-from-azure-industrial-iot-2.8",
        "migrate-from-opc-publisher-2.9",
        "certify"
      })
  void whatAGuideSaysIsWhatHappens(String name) throws Exception {
    GuideDocument guide = GuideDocument.read(TOP.resolve("docs/" + name + ".md"));

    assertThat(guide.blocks()).anyMatch(Block::isShell);
    List<Block> blocks = guide.blocks();
    for (int at = 0; at < blocks.size(); at++) {
      Block block = blocks.get(at);
      if (block.isFile()) {
        demo.save(block);
      }
      if (block.isShell()) {
        follow(name, block, at + 1 < blocks.size() ? blocks.get(at + 1) : block);
      }
    }
  }

  private static void follow(String guide, Block block, Block next)
      throws IOException, InterruptedException {
    String output = demo.run(block);
    Optional<String> shown = Optional.of(next).filter(Block::isOutput).map(Block::text);
    assertThat(output)
        .as("docs/%s.md:%d", guide, block.line())
        .doesNotContain("command not found", "syntax error", "curl: (", GuideShell.FAILED);
    shown.ifPresent(
        text ->
            assertThat(output)
                .as("docs/%s.md:%d", guide, block.line())
                .containsPattern(pattern(text)));
  }

  /** Lines in their order, with anything around them and in the place of each ellipsis. */
  private static Pattern pattern(String shown) {
    return Pattern.compile(
        shown
            .lines()
            .map(
                line ->
                    Stream.of(line.split("…"))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[^\\n]*")))
            .collect(Collectors.joining("[\\s\\S]*")));
  }
}
