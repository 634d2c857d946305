package org.bactrian.edge.gds.server;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.gds.GdsApplication;
import org.bactrian.model.vault.VaultTrustList;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryEncoder;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.structured.TrustListDataType;

/**
 * Trust lists that sessions have open, as files that are read in parts (Part 20, 4.2; Part 12,
 * 7.8.2.1). An open file does not change. Thread-safe.
 */
final class TrustListFiles {

  /** Files that a session may have open at once. */
  static final int MOST_PER_SESSION = 4;

  /** Files that are open at once. */
  static final int MOST = 64;

  private static final int READ_MODE = 1;
  private static final int WRITE_MODES = 2 | 4 | 8;
  private static final int LARGEST_PART = 256 * 1024;

  /** Masks of Part 12, TrustListMasks. */
  private static final int TRUSTED_CERTIFICATES = 1;

  private static final int TRUSTED_CRLS = 2;
  private static final int ISSUER_CERTIFICATES = 4;
  private static final int ISSUER_CRLS = 8;
  private static final int ALL = 15;

  private final EncodingContext encoding;
  private final Map<Long, OpenFile> open = new HashMap<>();
  private long lastHandle;

  TrustListFiles(EncodingContext encoding) {
    this.encoding = encoding;
  }

  private static final class OpenFile {

    private final NodeId session;
    private final NodeId trustList;
    private final byte[] content;
    private int position;

    OpenFile(NodeId session, NodeId trustList, byte[] content) {
      this.session = session;
      this.trustList = trustList;
      this.content = content;
    }
  }

  /** Source of the application that a trust list is for. */
  @FunctionalInterface
  interface Owner {

    /**
     * Returns the application.
     *
     * @throws UaException when there is none, or the caller may not act for it
     */
    GdsApplication of(GdsCaller caller) throws UaException;
  }

  /**
   * Bodies of the methods of one trust list.
   *
   * @param trustList its node id
   */
  Map<FileMethod, GdsMethodHandler.Body> bodies(NodeId trustList, Owner owner) {
    return Map.of(
        FileMethod.OPEN,
        (caller, inputs) -> {
          checkMode(inputs.get(0, UByte.class).intValue());
          return open(caller, trustList, owner.of(caller), ALL);
        },
        FileMethod.OPEN_WITH_MASKS,
        (caller, inputs) ->
            open(caller, trustList, owner.of(caller), (int) (inputs.number(0) & ALL)),
        FileMethod.READ,
        (caller, inputs) -> read(file(caller, trustList, inputs), inputs.get(1, Integer.class)),
        FileMethod.GET_POSITION,
        (caller, inputs) -> position(file(caller, trustList, inputs)),
        FileMethod.SET_POSITION,
        (caller, inputs) -> position(file(caller, trustList, inputs), inputs.get(1, ULong.class)),
        FileMethod.CLOSE,
        (caller, inputs) -> close(caller, trustList, inputs));
  }

  private static void checkMode(int mode) throws UaException {
    if ((mode & WRITE_MODES) != 0) {
      throw new UaException(
          StatusCodes.Bad_NotWritable, "The Vault says what is trusted; the list is read only.");
    }
    if (mode != READ_MODE) {
      throw MethodInputs.invalid("Mode is not 1, which reads.");
    }
  }

  private synchronized List<Object> open(
      GdsCaller caller, NodeId trustList, GdsApplication application, int masks)
      throws UaException {
    long own = open.values().stream().filter(f -> f.session.equals(caller.session())).count();
    if (own >= MOST_PER_SESSION || open.size() >= MOST) {
      throw new UaException(
          StatusCodes.Bad_ResourceUnavailable,
          "%d trust lists are open in this session and %d in all. Close them."
              .formatted(own, open.size()));
    }
    long handle = ++lastHandle;
    open.put(
        handle, new OpenFile(caller.session(), trustList, encoded(application.trustList(), masks)));
    return List.of(uint(handle));
  }

  private synchronized OpenFile file(GdsCaller caller, NodeId trustList, MethodInputs inputs)
      throws UaException {
    OpenFile file = open.get(inputs.get(0, UInteger.class).longValue());
    if (file == null
        || !file.session.equals(caller.session())
        || !file.trustList.equals(trustList)) {
      throw MethodInputs.invalid("This session has no such file open.");
    }
    return file;
  }

  private static List<Object> read(OpenFile file, int length) throws UaException {
    if (length <= 0) {
      throw MethodInputs.invalid("Length is not above 0.");
    }
    synchronized (file) {
      int end = Math.min(file.content.length, file.position + Math.min(length, LARGEST_PART));
      byte[] part = Arrays.copyOfRange(file.content, file.position, end);
      file.position = end;
      return List.of(ByteString.of(part));
    }
  }

  private static List<Object> position(OpenFile file) {
    synchronized (file) {
      return List.of(ulong(file.position));
    }
  }

  private static List<Object> position(OpenFile file, ULong position) {
    synchronized (file) {
      boolean behind = position.toBigInteger().bitLength() > Integer.SIZE - 1;
      file.position =
          behind ? file.content.length : Math.min(position.intValue(), file.content.length);
      return List.of();
    }
  }

  private synchronized List<Object> close(GdsCaller caller, NodeId trustList, MethodInputs inputs)
      throws UaException {
    file(caller, trustList, inputs);
    open.remove(inputs.get(0, UInteger.class).longValue());
    return List.of();
  }

  /** Closes the files of a session that has ended. */
  synchronized void closeAll(NodeId session) {
    open.values().removeIf(file -> file.session.equals(session));
  }

  /** Number of files that are open in a trust list. */
  synchronized int openCount(NodeId trustList) {
    return (int) open.values().stream().filter(f -> f.trustList.equals(trustList)).count();
  }

  private byte[] encoded(VaultTrustList list, int masks) {
    TrustListDataType content =
        new TrustListDataType(
            uint(masks),
            listed(list.trustedCertificates(), masks & TRUSTED_CERTIFICATES),
            listed(list.trustedCrls(), masks & TRUSTED_CRLS),
            listed(list.issuerCertificates(), masks & ISSUER_CERTIFICATES),
            listed(list.issuerCrls(), masks & ISSUER_CRLS));
    ByteBuf buffer = Unpooled.buffer();
    try {
      new OpcUaBinaryEncoder(encoding)
          .setBuffer(buffer)
          .encodeStruct(null, content, new TrustListDataType.Codec());
      return ByteBufUtil.getBytes(buffer);
    } finally {
      buffer.release();
    }
  }

  private static ByteString[] listed(List<String> texts, int mask) {
    return mask == 0
        ? new ByteString[0]
        : texts.stream()
            .map(Base64.getDecoder()::decode)
            .map(ByteString::of)
            .toArray(ByteString[]::new);
  }
}
