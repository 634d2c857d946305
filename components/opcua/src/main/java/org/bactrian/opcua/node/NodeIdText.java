package org.bactrian.opcua.node;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.NamespaceReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.ServerReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.util.Namespaces;

/**
 * Node ids as text. Read are the forms of Part 6, 5.3.1.10 and 5.3.1.11 ({@code i=2258}, {@code
 * ns=2;s=x}, {@code svr=1;nsu=http://plant/;s=x}), the URI form ({@code http://plant/#s=x}), a bare
 * number, and the name of a data type of namespace 0.
 *
 * <p>An identifier is URL-decoded where there is no {@code ns=} or {@code nsu=} before it, because
 * {@link NamespaceFormat#URI} writes it encoded; after those prefixes it is taken as it stands.
 */
public final class NodeIdText {

  private static final String MEND =
      "Write i=2258, ns=2;s=Name, nsu=http://example.org/;s=Name or http://example.org/#s=Name";
  private static final Pattern SERVER = Pattern.compile("(?:svr|srv)=(\\d{1,10});");
  private static final Pattern INDEX = Pattern.compile("ns=([^;]*);");

  /** The URI may contain semicolons and equal signs; it ends where an identifier starts. */
  private static final Pattern NAMESPACE_URI = Pattern.compile("nsu=(.*?);(?=[isgb]=)");

  private static final Pattern URI_FORM = Pattern.compile("(.+?)#([isgb][=_].*)", Pattern.DOTALL);
  private static final Pattern IDENTIFIER = Pattern.compile("([isgb])[=_](.*)", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
  private static final Pattern GUID =
      Pattern.compile(
          "\\{?([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})}?");
  private static final int LARGEST_INDEX = 65_535;

  private NodeIdText() {}

  /**
   * Reads a node id.
   *
   * @param text one of the forms above; white space before it is ignored
   * @return the id, by namespace URI where the text has one, else by index; namespace 0 always by
   *     index
   * @throws NodeIdTextException when the text is none of the forms
   */
  public static ExpandedNodeId parse(String text) {
    String rest = text.stripLeading();
    if (rest.isBlank()) {
      throw new NodeIdTextException(text, "is empty", MEND + ".");
    }
    ServerReference server = ServerReference.of(0);
    Matcher serverPart = SERVER.matcher(rest);
    if (serverPart.lookingAt()) {
      server = ServerReference.of(uint(number(text, serverPart.group(1))));
      rest = rest.substring(serverPart.end());
    }
    if (rest.startsWith("nsu=")) {
      Matcher uri = NAMESPACE_URI.matcher(rest);
      if (!uri.lookingAt() || uri.group(1).isEmpty()) {
        throw new NodeIdTextException(
            text,
            "has nsu= but no URI followed by an identifier",
            "Write nsu=http://example.org/;s=Name, with i=, s=, g= or b= after the semicolon.");
      }
      return id(text, server, namespace(unescaped(uri.group(1))), rest.substring(uri.end()), false);
    }
    if (rest.startsWith("ns=")) {
      Matcher index = INDEX.matcher(rest);
      if (!index.lookingAt()) {
        throw new NodeIdTextException(
            text, "has ns= but no identifier after it", "Write ns=2;s=Name or ns=2;i=5.");
      }
      return id(text, server, namespace(text, index.group(1)), rest.substring(index.end()), false);
    }
    Matcher uriForm = URI_FORM.matcher(rest);
    if (!IDENTIFIER.matcher(rest).matches() && uriForm.matches()) {
      return uriForm(text, server, uriForm.group(1), uriForm.group(2));
    }
    return id(text, server, NamespaceReference.of(0), rest, true);
  }

  /**
   * Writes a node id.
   *
   * @param namespaces where the URI of its namespace is looked up; an index that is not in there is
   *     written as an index, so that the text says no less than the id
   */
  public static String format(NodeId nodeId, NamespaceTable namespaces, NamespaceFormat format) {
    int index = nodeId.getNamespaceIndex().intValue();
    boolean writesUri = index != 0 || format == NamespaceFormat.EXPANDED_WITH_NAMESPACE_0;
    Optional<String> uri =
        writesUri && format != NamespaceFormat.INDEX
            ? Optional.ofNullable(namespaces.get(nodeId.getNamespaceIndex()))
            : Optional.empty();
    if (writesUri && uri.isEmpty()) {
      return "ns=" + index + ";" + identifier(nodeId.getIdentifier(), false);
    }
    if (format == NamespaceFormat.URI) {
      return formatAsUri(nodeId, uri);
    }
    String identifier = identifier(nodeId.getIdentifier(), false);
    return uri.map(u -> "nsu=" + escaped(u) + ";").orElseGet(() -> prefix(identifier)) + identifier;
  }

  /**
   * Writes a node id that may be on another server.
   *
   * @param namespaces as in {@link #format(NodeId, NamespaceTable, NamespaceFormat)}; a URI that is
   *     not in there is written as it is
   */
  public static String format(
      ExpandedNodeId id, NamespaceTable namespaces, NamespaceFormat format) {
    UInteger server = id.getServerIndex();
    String prefix = server == null || server.longValue() == 0 ? "" : "svr=" + server + ";";
    return prefix
        + new ExpandedNodeId(ServerReference.of(0), id.namespace(), id.identifier())
            .toNodeId(namespaces)
            .map(local -> format(local, namespaces, format))
            .orElseGet(
                () ->
                    "nsu="
                        + escaped(Objects.requireNonNullElse(id.getNamespaceUri(), ""))
                        + ";"
                        + identifier(id.identifier(), false));
  }

  private static String formatAsUri(NodeId nodeId, Optional<String> uri) {
    if (uri.isEmpty() && nodeId.getIdentifier() instanceof UInteger number) {
      return DataTypeNames.nameOf(number.longValue()).orElse("i=" + number);
    }
    if (uri.isPresent() && !isAbsolute(uri.get())) {
      return "nsu=" + escaped(uri.get()) + ";" + identifier(nodeId.getIdentifier(), false);
    }
    return uri.map(u -> u + "#").orElse("") + identifier(nodeId.getIdentifier(), true);
  }

  /** Without a namespace before it, a name is read as URL-encoded; with one it is not. */
  private static String prefix(String identifier) {
    boolean staysAsItIs = FormEncoding.decode(identifier).equals(identifier);
    return staysAsItIs || identifier.startsWith("b=") ? "" : "ns=0;";
  }

  private static String identifier(Object id, boolean encoded) {
    if (id instanceof UInteger number) {
      return "i=" + number;
    }
    if (id instanceof UUID guid) {
      return "g=" + guid;
    }
    if (id instanceof ByteString bytes) {
      String base64 = Base64.getEncoder().encodeToString(bytes.bytesOrEmpty());
      return "b=" + (encoded ? FormEncoding.encode(base64) : base64);
    }
    return "s=" + (encoded ? FormEncoding.encode(id.toString()) : id);
  }

  private static ExpandedNodeId uriForm(
      String text, ServerReference server, String uri, String identifier) {
    int serverUri = identifier.indexOf("&srv=");
    if (serverUri < 0) {
      return id(text, server, namespace(uri), identifier, true);
    }
    return id(
        text,
        ServerReference.of(identifier.substring(serverUri + "&srv=".length())),
        namespace(uri),
        identifier.substring(0, serverUri),
        true);
  }

  private static ExpandedNodeId id(
      String text,
      ServerReference server,
      NamespaceReference namespace,
      String identifier,
      boolean encoded) {
    Matcher parts = IDENTIFIER.matcher(identifier);
    if (parts.matches()) {
      String value = parts.group(2);
      Object id =
          switch (parts.group(1).charAt(0)) {
            case 'i' -> uint(number(text, value.strip()));
            case 'g' -> guid(text, encoded ? FormEncoding.decode(value) : value);
            case 'b' -> bytes(text, value, encoded);
            default -> encoded ? FormEncoding.decode(value) : value;
          };
      return new ExpandedNodeId(server, namespace, id);
    }
    if (encoded && NUMBER.matcher(identifier.strip()).matches()) {
      return new ExpandedNodeId(server, namespace, uint(number(text, identifier.strip())));
    }
    Optional<Long> dataType = encoded ? DataTypeNames.idOf(identifier.strip()) : Optional.empty();
    return dataType
        .map(type -> new ExpandedNodeId(server, namespace, uint(type)))
        .orElseThrow(
            () ->
                new NodeIdTextException(
                    text, "has no identifier that starts with i=, s=, g= or b=", MEND + "."));
  }

  private static NamespaceReference namespace(String uri) {
    return uri.equals(Namespaces.OPC_UA) ? NamespaceReference.of(0) : NamespaceReference.of(uri);
  }

  private static NamespaceReference namespace(String text, String index) {
    if (NUMBER.matcher(index).matches()) {
      long value = Long.parseLong(index);
      if (value <= LARGEST_INDEX) {
        UShort namespaceIndex = ushort((int) value);
        return NamespaceReference.of(namespaceIndex);
      }
    }
    throw new NodeIdTextException(
        text,
        "has \"" + index + "\" for a namespace index, which is no number from 0 to 65535",
        "Write ns=2;s=Name, or nsu= with the namespace's URI.");
  }

  private static long number(String text, String value) {
    if (NUMBER.matcher(value).matches()) {
      long number = Long.parseLong(value);
      if (number <= UInteger.MAX_VALUE) {
        return number;
      }
    }
    throw new NodeIdTextException(
        text,
        "has \"" + value + "\" where a number from 0 to 4294967295 belongs",
        "Write the number after i=, or s= before a name.");
  }

  private static UUID guid(String text, String value) {
    Matcher guid = GUID.matcher(value.strip());
    if (!guid.matches()) {
      throw new NodeIdTextException(
          text,
          "has \"" + value + "\" where a GUID belongs",
          "Write g=09087e75-8e5e-499b-954f-f2a9603db28a, or s= before a name.");
    }
    return UUID.fromString(guid.group(1));
  }

  private static ByteString bytes(String text, String value, boolean encoded) {
    try {
      return ByteString.of(Base64.getDecoder().decode(value.strip()));
    } catch (IllegalArgumentException notPlain) {
      try {
        if (encoded) {
          return ByteString.of(Base64.getDecoder().decode(FormEncoding.decode(value)));
        }
      } catch (IllegalArgumentException notEncodedEither) {
        notPlain.addSuppressed(notEncodedEither);
      }
      NodeIdTextException fault =
          new NodeIdTextException(
              text,
              "has \"" + value + "\" where Base64 belongs",
              value.strip().matches("([\"']).*\\1")
                  ? "Leave the quotation marks out."
                  : "Write Base64 with its padding after b=, or s= before a name.");
      fault.initCause(notPlain);
      throw fault;
    }
  }

  private static boolean isAbsolute(String uri) {
    try {
      return new URI(uri).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Only what would be read as something else is escaped (Part 6, 5.3.1.11). */
  private static String escaped(String uri) {
    return uri.replaceAll("%(?=25|3[bB])", "%25").replace(";", "%3b");
  }

  private static String unescaped(String uri) {
    return uri.replaceAll("%3[bB]", ";").replace("%25", "%");
  }
}
