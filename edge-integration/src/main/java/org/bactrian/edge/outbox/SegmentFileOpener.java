package org.bactrian.edge.outbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bactrian.model.file.OwnerOnly;

/** Opener of segment files that are to be written. */
@FunctionalInterface
interface SegmentFileOpener {

  /** Makes files that only their owner may read. */
  SegmentFileOpener ON_DISK =
      path -> {
        OwnerOnly.touch(path);
        return FileChannel.open(path, StandardOpenOption.WRITE);
      };

  /** Makes a file. */
  FileChannel open(Path path) throws IOException;
}
