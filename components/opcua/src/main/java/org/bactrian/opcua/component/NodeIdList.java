package org.bactrian.opcua.component;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** List of node ids in one text. */
final class NodeIdList {

  /** A comma may be part of a name; it separates only where another node id begins. */
  private static final Pattern SEPARATOR =
      Pattern.compile("\\s*[,\\n]\\s*(?=[isgb]=|ns=|nsu=|svr=|http:|https:|urn:)");

  private NodeIdList() {}

  static List<String> parse(String text) {
    return text.isBlank() ? List.of() : Arrays.asList(SEPARATOR.split(text.strip()));
  }

  /** Node ids in a header: a text as above, or a collection of texts. */
  static List<String> of(Object header) {
    if (header instanceof Collection<?> several) {
      List<String> texts = new ArrayList<>();
      several.forEach(one -> texts.add(one.toString()));
      return texts;
    }
    return parse(header.toString());
  }
}
