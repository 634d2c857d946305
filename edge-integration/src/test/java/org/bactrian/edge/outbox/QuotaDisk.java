package org.bactrian.edge.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Disk that takes a number of bytes and then writes a part of what it is given and fails, as a full
 * one does. It may also refuse to make durable what it has taken, or to cut a file.
 */
final class QuotaDisk implements SegmentFileOpener {

  private final AtomicLong free = new AtomicLong();
  private final AtomicInteger failingForces = new AtomicInteger();
  private final AtomicInteger failingCuts = new AtomicInteger();

  QuotaDisk(long free) {
    this.free.set(free);
  }

  void setFree(long bytes) {
    free.set(bytes);
  }

  void failForces(int number) {
    failingForces.set(number);
  }

  void failCuts(int number) {
    failingCuts.set(number);
  }

  @Override
  public FileChannel open(Path path) throws IOException {
    return new QuotaChannel(path, ON_DISK.open(path));
  }

  private final class QuotaChannel extends FileChannel {

    private final Path path;
    private final FileChannel file;

    QuotaChannel(Path path, FileChannel file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      if (free.get() <= 0) {
        throw new FileSystemException(path.toString(), null, "No space left on device");
      }
      int length = (int) Math.min(free.get(), bytes.remaining());
      ByteBuffer part = bytes.slice(bytes.position(), length);
      int taken = file.write(part);
      bytes.position(bytes.position() + taken);
      free.addAndGet(-taken);
      return taken;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      if (failingForces.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        throw new FileSystemException(path.toString(), null, "Input/output error");
      }
      file.force(metaData);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      if (failingCuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        throw new FileSystemException(path.toString(), null, "Input/output error");
      }
      free.addAndGet(file.size() - size);
      file.truncate(size);
      return this;
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
      file.position(newPosition);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target, long at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
