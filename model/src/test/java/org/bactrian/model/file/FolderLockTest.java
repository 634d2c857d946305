package org.bactrian.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.bactrian.patience.JvmProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @TempDir private Path data;

  @Test
  void aSecondRoleOfTheSameNameIsRefusedWithTheRemedy() {
    try (FolderLock first = FolderLock.take(data, "edge")) {
      assertThat(first).isNotNull();
      assertThatIllegalStateException()
          .isThrownBy(() -> FolderLock.take(data, "edge"))
          .withMessageContaining("Another edge runs with the data folder " + data)
          .withMessageContaining("--data");
    }
  }

  @Test
  void anotherRoleAndAnotherFolderAreFree() {
    try (FolderLock edge = FolderLock.take(data, "edge");
        FolderLock cloud = FolderLock.take(data, "cloud");
        FolderLock elsewhere = FolderLock.take(data.resolve("other"), "edge")) {
      assertThat(edge).isNotSameAs(cloud).isNotSameAs(elsewhere);
    }
  }

  @Test
  void aRoleThatStoppedLeavesTheFolder() {
    FolderLock.take(data, "edge").close();

    FolderLock.take(data, "edge").close();
  }

  @Test
  void aProcessThatWasKilledLeavesTheFolder() throws Exception {
    Process holder =
        JvmProcess.of(Holder.class, data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = holder.inputReader()) {
      assertThat(said.readLine()).isEqualTo("held");
      assertThatIllegalStateException().isThrownBy(() -> FolderLock.take(data, "edge"));
    } finally {
      holder.destroyForcibly().waitFor();
    }

    FolderLock.take(data, "edge").close();
  }

  /** A process that holds the folder until it is killed. */
  static final class Holder {

    private Holder() {}

    /** Takes the folder that is named, says so and waits. */
    public static void main(String[] arguments) throws IOException {
      FolderLock lock = FolderLock.take(Path.of(arguments[0]), "edge");
      System.out.println("held");
      System.in.read();
      lock.close();
    }
  }
}
