package org.bactrian.web.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.bactrian.model.registry.RegistryJson;

/**
 * A JSON array whose elements are asked for while it is read, so that an answer of any length takes
 * the memory of one of them. A read returns no more than one element.
 */
final class JsonArrayStream extends InputStream {

  private final Iterator<?> elements;
  private byte[] part = {'['};
  private int position;
  private boolean first = true;
  private boolean ended;

  JsonArrayStream(Iterator<?> elements) {
    this.elements = elements;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == part.length && !advance()) {
      return -1;
    }
    int count = Math.min(length, part.length - position);
    System.arraycopy(part, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean advance() throws IOException {
    if (ended) {
      return false;
    }
    try {
      if (elements.hasNext()) {
        String json = new String(RegistryJson.bytes(elements.next()), StandardCharsets.UTF_8);
        part = ((first ? "" : ",") + json).getBytes(StandardCharsets.UTF_8);
        first = false;
      } else {
        part = new byte[] {']'};
        ended = true;
      }
    } catch (RuntimeException e) {
      // Who reads a stream is told of faults by this one only.
      throw new IOException("An answer broke off", e);
    }
    position = 0;
    return true;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    if (elements instanceof AutoCloseable resource) {
      try {
        resource.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("What an answer came from cannot be closed", e);
      }
    }
  }
}
