package org.bactrian.simulator.certificate;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryDecoder;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryEncoder;
import org.eclipse.milo.opcua.stack.core.security.TrustListManager;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TrustListMasks;
import org.eclipse.milo.opcua.stack.core.types.structured.TrustListDataType;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

/**
 * A trust list as a file of OPC UA (Part 12, 7.8.2; Part 20, 4.2): any number of readers, or one
 * writer, whose content waits for ApplyChanges. Thread-safe.
 */
final class TrustListFile {

  /** Largest size of a trust list in bytes, which the server announces. */
  static final int LARGEST = 1024 * 1024;

  private static final int READ = 1;
  private static final int WRITE_AND_ERASE = 6;
  private static final int MAX_OPEN = 20;

  private final OpcUaServer server;
  private final TrustListManager list;
  private final ConfigurationTransaction transaction;
  private final Map<UInteger, Handle> open = new HashMap<>();
  private long lastHandle;

  TrustListFile(OpcUaServer server, TrustListManager list, ConfigurationTransaction transaction) {
    this.server = server;
    this.list = list;
    this.transaction = transaction;
  }

  /** An open file. */
  private static final class Handle {
    private final NodeId session;
    private final boolean writes;
    private final byte[] content;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int position;

    Handle(NodeId session, boolean writes, byte[] content) {
      this.session = session;
      this.writes = writes;
      this.content = content;
    }
  }

  synchronized UInteger open(NodeId session, int mode) throws UaException {
    return switch (mode) {
      case READ -> openWithMasks(session, uint(TrustListMasks.All.getValue()));
      case WRITE_AND_ERASE -> {
        transaction.requireNoOther(session);
        yield opened(new Handle(session, true, new byte[0]));
      }
      default -> throw new UaException(StatusCodes.Bad_InvalidArgument);
    };
  }

  synchronized UInteger openWithMasks(NodeId session, UInteger masks) throws UaException {
    TrustListDataType content = TrustListReplacement.content(list, masks);
    return opened(new Handle(session, false, encode(content)));
  }

  private UInteger opened(Handle handle) throws UaException {
    forgetHandlesOfEndedSessions();
    if (open.values().stream().anyMatch(one -> one.writes || handle.writes)) {
      throw new UaException(
          handle.writes ? StatusCodes.Bad_NotWritable : StatusCodes.Bad_NotReadable);
    }
    if (open.size() >= MAX_OPEN) {
      throw new UaException(StatusCodes.Bad_ResourceUnavailable);
    }
    UInteger id = uint(++lastHandle);
    open.put(id, handle);
    return id;
  }

  private void forgetHandlesOfEndedSessions() {
    List<NodeId> sessions =
        server.getSessionManager().getAllSessions().stream().map(Session::getSessionId).toList();
    open.values().removeIf(handle -> !sessions.contains(handle.session));
  }

  synchronized ByteString read(NodeId session, UInteger id, int length) throws UaException {
    Handle handle = handle(session, id, false);
    if (length <= 0) {
      throw new UaException(StatusCodes.Bad_InvalidArgument);
    }
    int end = (int) Math.min(handle.content.length, (long) handle.position + length);
    byte[] part = Arrays.copyOfRange(handle.content, handle.position, end);
    handle.position = end;
    return ByteString.of(part);
  }

  synchronized void write(NodeId session, UInteger id, ByteString data) throws UaException {
    Handle handle = handle(session, id, true);
    byte[] bytes = data.bytesOrEmpty();
    if (handle.written.size() + bytes.length > LARGEST) {
      throw new UaException(StatusCodes.Bad_EncodingLimitsExceeded);
    }
    handle.written.writeBytes(bytes);
  }

  synchronized void close(NodeId session, UInteger id) throws UaException {
    require(session, id);
    open.remove(id);
  }

  synchronized void closeAndUpdate(NodeId session, UInteger id) throws UaException {
    Handle handle = handle(session, id, true);
    open.remove(id);
    transaction.add(session, new TrustListReplacement(list, decode(handle.written.toByteArray())));
  }

  /** Adds a certificate at once (Part 12, 7.8.2.4). */
  synchronized void add(NodeId session, ByteString certificate, boolean trusted)
      throws UaException {
    transaction.requireNoOther(session);
    if (!trusted) {
      throw new UaException(StatusCodes.Bad_CertificateInvalid);
    }
    list.addTrustedCertificate(CertificateUtil.decodeCertificate(certificate.bytesOrEmpty()));
  }

  /** Removes a certificate at once (Part 12, 7.8.2.5). */
  synchronized void remove(NodeId session, String thumbprint, boolean trusted) throws UaException {
    transaction.requireNoOther(session);
    ByteString sha1;
    try {
      sha1 = ByteString.of(ByteBufUtil.decodeHexDump(thumbprint));
    } catch (IllegalArgumentException e) {
      throw new UaException(StatusCodes.Bad_InvalidArgument, e);
    }
    boolean removed =
        trusted ? list.removeTrustedCertificate(sha1) : list.removeIssuerCertificate(sha1);
    if (!removed) {
      throw new UaException(StatusCodes.Bad_InvalidArgument);
    }
  }

  private Handle handle(NodeId session, UInteger id, boolean writes) throws UaException {
    Handle handle = require(session, id);
    if (handle.writes != writes) {
      throw new UaException(writes ? StatusCodes.Bad_NotWritable : StatusCodes.Bad_NotReadable);
    }
    return handle;
  }

  private Handle require(NodeId session, UInteger id) throws UaException {
    return Stream.ofNullable(open.get(id))
        .filter(handle -> handle.session.equals(session))
        .findFirst()
        .orElseThrow(() -> new UaException(StatusCodes.Bad_InvalidArgument));
  }

  private byte[] encode(TrustListDataType content) {
    ByteBuf buffer = Unpooled.buffer();
    OpcUaBinaryEncoder encoder =
        new OpcUaBinaryEncoder(server.getStaticEncodingContext()).setBuffer(buffer);
    new TrustListDataType.Codec().encodeType(server.getStaticEncodingContext(), encoder, content);
    return ByteBufUtil.getBytes(buffer);
  }

  private TrustListDataType decode(byte[] written) throws UaException {
    try {
      return new TrustListDataType.Codec()
          .decodeType(
              server.getStaticEncodingContext(),
              new OpcUaBinaryDecoder(server.getStaticEncodingContext())
                  .setBuffer(Unpooled.wrappedBuffer(written)));
    } catch (UaSerializationException | IndexOutOfBoundsException e) {
      throw new UaException(StatusCodes.Bad_DecodingError, e);
    }
  }
}
