package org.bactrian.model.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/**
 * Size, times and inode of a file: evidence of a changed content without reading it.
 *
 * @param size bytes; -1 for a file that is not there
 * @param modified time of the last modification, which programs may set back
 * @param changed time of the last change of content or attributes, which nobody can set; the epoch
 *     where the file system has none
 * @param key inode, empty where the file system has none
 */
public record FileStamp(long size, FileTime modified, FileTime changed, String key) {

  private static final FileTime EPOCH = FileTime.fromMillis(0);
  private static final FileStamp ABSENT = new FileStamp(-1, EPOCH, EPOCH, "");

  /** Reads the stamp of a file; links are followed. */
  public static FileStamp of(Path file) {
    try {
      BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
      FileTime changed =
          file.getFileSystem().supportedFileAttributeViews().contains("unix")
              ? (FileTime) Files.getAttribute(file, "unix:ctime")
              : EPOCH;
      return new FileStamp(
          basic.size(), basic.lastModifiedTime(), changed, Objects.toString(basic.fileKey(), ""));
    } catch (IOException e) {
      return ABSENT;
    }
  }
}
