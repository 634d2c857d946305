package org.bactrian.opcua.node;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.util.Namespaces;

/**
 * Qualified names as text: {@code 2:Name}, {@code nsu=http://plant/;Name}, {@code
 * http://plant/#Name} and, in namespace 0, {@code Name}.
 *
 * <p>Names are form-encoded: what is no letter, digit or one of {@code -_.!*()} is written with a
 * percent sign, a space as a plus sign. Read is also what people leave unencoded.
 */
public final class QualifiedNameText {

  private static final Pattern INDEX = Pattern.compile("(\\d{1,5}):(.*)", Pattern.DOTALL);
  private static final String NAMESPACE_URI = "nsu=";
  private static final int LARGEST_INDEX = 65_535;

  private QualifiedNameText() {}

  /**
   * Reads a qualified name.
   *
   * @param namespaces the server's namespaces, which give a URI its index
   * @throws IllegalArgumentException when the text names a namespace that the server does not have;
   *     the message quotes the text and says how to mend it
   */
  public static QualifiedName parse(String text, NamespaceTable namespaces) {
    Matcher index = INDEX.matcher(text);
    if (index.matches() && Integer.parseInt(index.group(1)) <= LARGEST_INDEX) {
      return new QualifiedName(
          Integer.parseInt(index.group(1)), FormEncoding.decode(index.group(2)));
    }
    if (text.startsWith(NAMESPACE_URI)) {
      int end = text.lastIndexOf(';');
      if (end > 0) {
        String uri = text.substring(NAMESPACE_URI.length(), end);
        return named(text, uri, indexOf(uri, namespaces), text.substring(end + 1));
      }
    }
    int hash = text.lastIndexOf('#');
    if (hash > 0) {
      String uri = text.substring(0, hash);
      OptionalInt known = indexOf(uri, namespaces);
      if (known.isPresent() || hasScheme(uri)) {
        return named(text, uri, known, text.substring(hash + 1));
      }
    }
    return new QualifiedName(0, FormEncoding.decode(text));
  }

  /**
   * Writes a qualified name.
   *
   * @param namespaces where the URI of its namespace is looked up; an index that is not in there is
   *     written as an index
   */
  public static String format(
      QualifiedName name, NamespaceTable namespaces, NamespaceFormat format) {
    int index = name.getNamespaceIndex().intValue();
    String text = name.getName() == null ? "" : name.getName();
    String encoded = FormEncoding.encode(text);
    if (index == 0
        && format != NamespaceFormat.EXPANDED_WITH_NAMESPACE_0
        && text.indexOf(':') < 0) {
      return encoded;
    }
    String uri = namespaces.get(UShort.valueOf(index));
    if (format == NamespaceFormat.INDEX || uri == null || uri.isEmpty()) {
      return index + ":" + encoded;
    }
    return format == NamespaceFormat.URI
        ? uri + "#" + encoded
        : NAMESPACE_URI + uri + ";" + encoded;
  }

  private static QualifiedName named(String text, String uri, OptionalInt index, String name) {
    if (index.isEmpty()) {
      throw new IllegalArgumentException(
          ("Name \"%s\" is in namespace %s, which the server does not have. Read the"
                  + " server's NamespaceArray, or write the namespace by index as in 2:Name.")
              .formatted(text, uri));
    }
    return new QualifiedName(index.getAsInt(), FormEncoding.decode(name));
  }

  private static OptionalInt indexOf(String uri, NamespaceTable namespaces) {
    if (uri.equals(Namespaces.OPC_UA)) {
      return OptionalInt.of(0);
    }
    UShort index = namespaces.getIndex(uri);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index.intValue());
  }

  private static boolean hasScheme(String uri) {
    try {
      return new URI(uri).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
