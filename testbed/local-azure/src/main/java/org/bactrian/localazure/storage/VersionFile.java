package org.bactrian.localazure.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bactrian.model.file.OwnerOnly;

/**
 * Version of a state file that was committed last, in a file of eight bytes beside it. It is
 * written after each commit, so a state file with a lower version has lost something.
 */
final class VersionFile implements AutoCloseable {

  private final FileChannel channel;

  private VersionFile(FileChannel channel) {
    this.channel = channel;
  }

  /** The path of the file that goes with a state file. */
  static Path of(Path stateFile) {
    return stateFile.resolveSibling(stateFile.getFileName() + ".version");
  }

  /** Opens the file, and makes it when it is not there. */
  static VersionFile open(Path file) throws IOException {
    OwnerOnly.touch(file);
    return new VersionFile(
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /** The version that was written last, 0 for none; a kill amid a write leaves none. */
  long read() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
    return channel.read(bytes, 0) == Long.BYTES ? bytes.flip().getLong() : 0;
  }

  void write(long version) {
    try {
      channel.write(ByteBuffer.allocate(Long.BYTES).putLong(version).flip(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
