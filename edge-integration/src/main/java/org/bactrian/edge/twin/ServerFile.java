package org.bactrian.edge.twin;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bactrian.edge.twin.contract.FileInfo;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodePath;
import org.bactrian.opcua.service.NodePathResult;
import org.bactrian.opcua.service.OpcUaMethodCall;
import org.bactrian.opcua.service.OpcUaMethodResult;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * File of a server (Part 20, 4.2), or a directory with its methods. What a server makes up is
 * bounded: the size of the file and the number of reads. For one request.
 */
final class ServerFile {

  /** Largest file that is read, in bytes. */
  static final int LARGEST = 64 * 1024 * 1024;

  static final int OPEN_TO_READ = 1;

  private static final Logger LOG = LoggerFactory.getLogger(ServerFile.class);
  private static final int DEFAULT_PART = 4096;
  private static final int LARGEST_PART = 64 * 1024;
  private static final int MOST_READS = 4 * LARGEST / DEFAULT_PART;
  private static final List<String> PROPERTIES =
      List.of(
          "Size",
          "UserWritable",
          "OpenCount",
          "MimeType",
          "MaxByteStringLength",
          "LastModifiedTime");

  private final ServerView server;
  private final NodeId node;

  ServerFile(ServerView server, NodeId node) {
    this.server = server;
    this.node = node;
  }

  /**
   * Properties of the file.
   *
   * @throws UaException {@code Bad_NotFound} when it has none
   */
  FileInfo info() throws UaException {
    List<Object> values = new ArrayList<>();
    for (Optional<NodeId> property : children(PROPERTIES)) {
      values.add(property.isPresent() ? value(property.get()) : "");
    }
    if (values.stream().allMatch(""::equals)) {
      throw new UaException(StatusCodes.Bad_NotFound, server.text(node) + " is no file");
    }
    return new FileInfo(
        values.get(0) instanceof Number size ? size.longValue() : null,
        Boolean.TRUE.equals(values.get(1)),
        values.get(2) instanceof Number count ? count.intValue() : 0,
        values.get(3) instanceof String type && !type.isEmpty() ? type : null,
        values.get(4) instanceof Number part ? part.longValue() : null,
        values.get(5) instanceof DateTime time ? instant(time) : null);
  }

  /** The time; null for the beginning of time, which a server has that does not know it. */
  private static @Nullable Instant instant(DateTime time) {
    return time.getUtcTime() == 0 ? null : time.getJavaInstant();
  }

  /** The whole content. */
  byte[] read() throws UaException {
    int part = part();
    UInteger handle = open(OPEN_TO_READ);
    try {
      return content(
          () ->
              output(
                      call("Read", NodeIds.FileType_Read, new Variant(handle), new Variant(part)),
                      ByteString.class)
                  .bytesOrEmpty());
    } finally {
      close(handle);
    }
  }

  /** Source of the parts of a file. */
  @FunctionalInterface
  interface PartSource {

    /** The next part, empty behind the last one. */
    byte[] next() throws UaException;
  }

  /**
   * Joins the parts of a file.
   *
   * @throws UaException {@code Bad_ResponseTooLarge} when there are too many, or too many bytes
   */
  static byte[] content(PartSource parts) throws UaException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int reads = 0; reads < MOST_READS; reads++) {
      byte[] bytes = parts.next();
      if (bytes.length == 0) {
        return content.toByteArray();
      }
      if (content.size() + bytes.length > LARGEST) {
        break;
      }
      content.writeBytes(bytes);
    }
    throw new UaException(
        StatusCodes.Bad_ResponseTooLarge,
        "the file has more than %d bytes or %d parts".formatted(LARGEST, MOST_READS));
  }

  /**
   * Writes a content.
   *
   * @param mode mode of Open
   * @param commit method that takes the place of Close; null for Close
   * @param announced whether the file must announce that it can be written
   */
  void write(byte[] content, int mode, @Nullable NodeId commit, boolean announced)
      throws UaException {
    if (announced && !info().writable()) {
      throw new UaException(
          StatusCodes.Bad_NotWritable, server.text(node) + " cannot be written now");
    }
    int part = part();
    UInteger handle = open(mode);
    boolean open = true;
    try {
      for (int from = 0; from < content.length; from += part) {
        byte[] bytes = Arrays.copyOfRange(content, from, Math.min(content.length, from + part));
        call(
            "Write",
            NodeIds.FileType_Write,
            new Variant(handle),
            new Variant(ByteString.of(bytes)));
      }
      open = false;
      if (commit == null) {
        call("Close", NodeIds.FileType_Close, new Variant(handle));
      } else {
        call(commit, new Variant(handle));
      }
    } finally {
      if (open) {
        close(handle);
      }
    }
  }

  private UInteger open(int mode) throws UaException {
    return output(call("Open", NodeIds.FileType_Open, new Variant(ubyte(mode))), UInteger.class);
  }

  /** A file that stays open keeps others out; but it ends with the session in any case. */
  private void close(UInteger handle) {
    try {
      call("Close", NodeIds.FileType_Close, new Variant(handle));
    } catch (UaException e) {
      LOG.debug("A file was not closed", e);
    }
  }

  /** Largest part that the file or its server takes. */
  private int part() throws UaException {
    List<Optional<NodeId>> own = children(List.of("MaxByteStringLength"));
    NodeId variable = own.get(0).orElse(NodeIds.Server_ServerCapabilities_MaxByteStringLength);
    return value(variable) instanceof Number most && most.longValue() > 0
        ? (int) Math.min(most.longValue(), LARGEST_PART)
        : DEFAULT_PART;
  }

  /**
   * Calls a method by its name, or as its type has it where the object shows none.
   *
   * @throws UaException with the server's status when it refuses
   */
  List<Variant> call(String name, NodeId ofType, Variant... inputs) throws UaException {
    return call(method(new QualifiedName(0, name), ofType), inputs);
  }

  /** The method of that name that the object shows, else that of its type. */
  NodeId method(QualifiedName name, NodeId ofType) throws UaException {
    return named(List.of(name)).get(0).orElse(ofType);
  }

  /** Calls a method by its id. */
  List<Variant> call(NodeId method, Variant... inputs) throws UaException {
    OpcUaMethodResult result =
        ServerView.await(
                server
                    .nodes()
                    .call(
                        List.of(
                            new OpcUaMethodCall(
                                node.expanded(), method.expanded(), List.of(inputs)))))
            .get(0);
    if (!result.status().isGood()) {
      throw new UaException(
          result.status().value(),
          StatusText.of(result.status())
              + (result.detail().isEmpty() ? "" : " (" + result.detail() + ")"));
    }
    return result.outputs();
  }

  /**
   * The first output of a method.
   *
   * @throws UaException {@code Bad_DecodingError} when it is missing or of another type
   */
  static <T> T output(List<Variant> outputs, Class<T> type) throws UaException {
    Object value = outputs.isEmpty() ? null : outputs.get(0).value();
    if (!type.isInstance(value)) {
      throw new UaException(
          StatusCodes.Bad_DecodingError,
          "the server answered no " + type.getSimpleName() + " where OPC UA has one");
    }
    return type.cast(value);
  }

  private List<Optional<NodeId>> children(List<String> names) throws UaException {
    return named(names.stream().map(name -> new QualifiedName(0, name)).toList());
  }

  private List<Optional<NodeId>> named(List<QualifiedName> names) throws UaException {
    List<NodePath> paths = new ArrayList<>();
    for (QualifiedName name : names) {
      RelativePathElement step =
          new RelativePathElement(NodeIds.HierarchicalReferences, false, true, name);
      paths.add(new NodePath(node.expanded(), new RelativePath(new RelativePathElement[] {step})));
    }
    List<Optional<NodeId>> found = new ArrayList<>();
    for (NodePathResult result : ServerView.await(server.nodes().translate(paths))) {
      found.add(
          result.targets().stream()
              .flatMap(target -> target.node().toNodeId(server.namespaces()).stream())
              .findFirst());
    }
    return found;
  }

  /** The value of a variable, an empty text where it has none. */
  private Object value(NodeId variable) throws UaException {
    AttributeValue read =
        ServerView.await(
                server
                    .nodes()
                    .read(List.of(NodeAttributeId.value(variable.expanded())), ReadOptions.DEFAULT))
            .get(0);
    Object value = read.value().value().value();
    return value == null ? "" : value;
  }
}
