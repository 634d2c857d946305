package org.bactrian.opcua.push;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TrustListMasks;
import org.eclipse.milo.opcua.stack.core.util.DigestUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trust list of a certificate group of a server (Part 12, 7.8.2), a file that is read and written
 * in parts. What a server makes up is bounded: the size of the file, and the number of reads.
 */
final class ServerTrustList {

  private static final Logger LOG = LoggerFactory.getLogger(ServerTrustList.class);

  /** Largest trust list that is read, in bytes. */
  static final int LARGEST = 16 * 1024 * 1024;

  /** Bytes of one Read or Write; servers with smaller buffers answer with fewer. */
  private static final int PART = 32 * 1024;

  private static final int MOST_READS = 4 * LARGEST / PART;
  private static final byte WRITE_AND_ERASE = 6;
  private static final List<String> METHODS =
      List.of(
          "Open",
          "OpenWithMasks",
          "Read",
          "Write",
          "Close",
          "CloseAndUpdate",
          "AddCertificate",
          "RemoveCertificate");

  private final ServerMethods server;
  private final NodeId id;
  private final Map<String, NodeId> methods;

  private ServerTrustList(ServerMethods server, NodeId id, Map<String, NodeId> methods) {
    this.server = server;
    this.id = id;
    this.methods = methods;
  }

  /**
   * Finds the trust list of a group.
   *
   * @throws UaException {@code Bad_NotSupported} when the group has none
   */
  static ServerTrustList of(ServerMethods server, NodeId group) throws UaException {
    NodeId list =
        server
            .child(group, "TrustList")
            .orElseThrow(
                () ->
                    new UaException(
                        StatusCodes.Bad_NotSupported,
                        "certificate group " + group.toParseableString() + " has no TrustList"));
    List<Optional<NodeId>> found = server.children(list, METHODS);
    Map<String, NodeId> methods = new HashMap<>();
    for (int i = 0; i < METHODS.size(); i++) {
      String name = METHODS.get(i);
      found.get(i).ifPresent(method -> methods.put(name, method));
    }
    return new ServerTrustList(server, list, methods);
  }

  /** Returns whether the server announces a method, most of which it may lack. */
  boolean has(String method) {
    return methods.containsKey(method);
  }

  /** Reads the whole list. */
  TrustListContent read() throws UaException {
    UInteger handle = handle("OpenWithMasks", new Variant(uint(TrustListMasks.All.getValue())));
    try {
      return TrustListContent.decode(server.client().getStaticEncodingContext(), content(handle));
    } finally {
      close(handle);
    }
  }

  private byte[] content(UInteger handle) throws UaException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int reads = 0; reads < MOST_READS; reads++) {
      byte[] part =
          ServerMethods.output(
                  call("Read", new Variant(handle), new Variant(PART)), ByteString.class, "Read")
              .bytesOrEmpty();
      if (part.length == 0) {
        return content.toByteArray();
      }
      if (part.length > PART || content.size() + part.length > LARGEST) {
        throw tooLarge("the file of the trust list is larger than " + LARGEST + " bytes");
      }
      content.writeBytes(part);
    }
    throw tooLarge("the file of the trust list has no end after " + MOST_READS + " reads");
  }

  private static UaException tooLarge(String message) {
    return new UaException(StatusCodes.Bad_ResponseTooLarge, message);
  }

  /**
   * Writes the whole list.
   *
   * @return whether the server uses it only after ApplyChanges
   */
  boolean write(TrustListContent content) throws UaException {
    byte[] file = content.encode(server.client().getStaticEncodingContext());
    UInteger handle = handle("Open", new Variant(ubyte(WRITE_AND_ERASE)));
    boolean closed = false;
    try {
      for (int from = 0; from < file.length; from += PART) {
        byte[] part = Arrays.copyOfRange(file, from, Math.min(file.length, from + PART));
        call("Write", new Variant(handle), new Variant(ByteString.of(part)));
      }
      closed = true;
      List<Variant> outputs = call("CloseAndUpdate", new Variant(handle));
      // Some servers answer nothing; what they have made of it is read afterwards.
      return !outputs.isEmpty() && ServerMethods.output(outputs, Boolean.class, "CloseAndUpdate");
    } finally {
      if (!closed) {
        close(handle);
      }
    }
  }

  /** Adds a trusted certificate at once. */
  void add(ByteString certificate) throws UaException {
    call("AddCertificate", new Variant(certificate), new Variant(true));
  }

  /** Removes a trusted certificate at once. */
  void remove(ByteString certificate) throws UaException {
    String thumbprint =
        HexFormat.of()
            .formatHex(DigestUtil.sha1(certificate.bytesOrEmpty()))
            .toUpperCase(Locale.ROOT);
    call("RemoveCertificate", new Variant(thumbprint), new Variant(true));
  }

  private UInteger handle(String method, Variant input) throws UaException {
    return ServerMethods.output(call(method, input), UInteger.class, method);
  }

  /** A file that stays open keeps others out; but it ends with the session in any case. */
  private void close(UInteger handle) {
    try {
      call("Close", new Variant(handle));
    } catch (UaException e) {
      LOG.debug("A trust list was not closed", e);
    }
  }

  private List<Variant> call(String method, Variant... inputs) throws UaException {
    NodeId found = methods.get(method);
    if (found == null) {
      throw new UaException(
          StatusCodes.Bad_NotSupported, "the trust list of the server has no method " + method);
    }
    return server.call(id, found, method, inputs);
  }
}
