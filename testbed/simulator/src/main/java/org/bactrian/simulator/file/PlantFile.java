package org.bactrian.simulator.file;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bactrian.simulator.space.NodeBuilder;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;

/** Content of a file and its open handles (Part 20, 4.2). Thread-safe. */
final class PlantFile {

  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int ERASE = 4;
  private static final int APPEND = 8;

  /** Largest content in bytes. */
  private static final int LARGEST = 4 * 1024 * 1024;

  /** Largest part that is read or written at once. */
  static final int PART = 4096;

  private static final int MOST_HANDLES = 100;

  private final UaVariableNode size;
  private final UaVariableNode writable;
  private final UaVariableNode openCount;
  private final UaVariableNode lastModified;
  private final Map<UInteger, Handle> handles = new HashMap<>();
  private byte[] content;
  private long lastHandle;

  /** Open file. */
  private static final class Handle {
    private final boolean reads;
    private final boolean writes;
    private int position;

    Handle(boolean reads, boolean writes, int position) {
      this.reads = reads;
      this.writes = writes;
      this.position = position;
    }
  }

  /**
   * @param node object of the file
   * @param content what it holds
   */
  PlantFile(NodeBuilder nodes, UaObjectNode node, byte[] content) {
    this.content = content.clone();
    this.size = nodes.property(node, "Size", NodeIds.UInt64, ulong(content.length));
    nodes.property(node, "Writable", NodeIds.Boolean, true);
    this.writable = nodes.property(node, "UserWritable", NodeIds.Boolean, true);
    this.openCount = nodes.property(node, "OpenCount", NodeIds.UInt16, UShort.valueOf(0));
    nodes.property(node, "MimeType", NodeIds.String, "application/octet-stream");
    nodes.property(node, "MaxByteStringLength", NodeIds.UInt32, uint(PART));
    this.lastModified = nodes.property(node, "LastModifiedTime", NodeIds.DateTime, DateTime.now());
  }

  synchronized UInteger open(int mode) throws UaException {
    boolean writes = (mode & WRITE) != 0;
    boolean reads = (mode & READ) != 0;
    if ((mode & ~(READ | WRITE | ERASE | APPEND)) != 0 || !reads && !writes) {
      throw new UaException(StatusCodes.Bad_InvalidArgument);
    }
    if (writes && !handles.isEmpty()) {
      throw new UaException(StatusCodes.Bad_NotWritable);
    }
    if (handles.values().stream().anyMatch(handle -> handle.writes)) {
      throw new UaException(StatusCodes.Bad_NotReadable);
    }
    if (handles.size() >= MOST_HANDLES) {
      throw new UaException(StatusCodes.Bad_TooManyOperations);
    }
    if (writes && (mode & ERASE) != 0) {
      content = new byte[0];
    }
    UInteger handle = uint(++lastHandle);
    handles.put(handle, new Handle(reads, writes, (mode & APPEND) != 0 ? content.length : 0));
    show();
    return handle;
  }

  synchronized void close(UInteger id) throws UaException {
    handle(id);
    handles.remove(id);
    show();
  }

  synchronized ByteString read(UInteger id, int length) throws UaException {
    Handle handle = handle(id);
    if (!handle.reads || length <= 0) {
      throw new UaException(
          handle.reads ? StatusCodes.Bad_InvalidArgument : StatusCodes.Bad_InvalidState);
    }
    int end = Math.min(content.length, handle.position + Math.min(length, PART));
    byte[] part = Arrays.copyOfRange(content, Math.min(handle.position, end), end);
    handle.position = Math.max(handle.position, end);
    return ByteString.of(part);
  }

  synchronized void write(UInteger id, byte[] data) throws UaException {
    Handle handle = handle(id);
    if (!handle.writes) {
      throw new UaException(StatusCodes.Bad_InvalidState);
    }
    if (data.length > PART || handle.position + data.length > LARGEST) {
      throw new UaException(StatusCodes.Bad_ResourceUnavailable);
    }
    content = Arrays.copyOf(content, Math.max(content.length, handle.position + data.length));
    System.arraycopy(data, 0, content, handle.position, data.length);
    handle.position += data.length;
    set(lastModified, DateTime.now());
    show();
  }

  synchronized long position(UInteger id) throws UaException {
    return handle(id).position;
  }

  synchronized void move(UInteger id, long position) throws UaException {
    handle(id).position = (int) Math.max(0, Math.min(position, content.length));
  }

  synchronized byte[] content() {
    return content.clone();
  }

  private Handle handle(UInteger id) throws UaException {
    Handle handle = handles.get(id);
    if (handle == null) {
      throw new UaException(StatusCodes.Bad_InvalidArgument);
    }
    return handle;
  }

  private void show() {
    set(size, ulong(content.length));
    set(openCount, UShort.valueOf(handles.size()));
    set(writable, handles.isEmpty());
  }

  private static void set(UaVariableNode node, Object value) {
    node.setValue(new DataValue(new Variant(value)));
  }
}
