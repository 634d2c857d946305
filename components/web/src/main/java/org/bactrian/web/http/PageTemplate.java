package org.bactrian.web.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Files beside this class, some with <code>{{names}}</code> that stand for text. */
final class PageTemplate {

  private PageTemplate() {}

  /**
   * Reads a file.
   *
   * @param name such as {@code start.html}
   */
  static String read(String name) {
    try (InputStream stream = PageTemplate.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is not packed with the program");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file and puts texts in place of their names.
   *
   * @param texts by name, each as the language of the file wants it
   */
  static String fill(String name, Map<String, String> texts) {
    String page = read(name);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      page = page.replace("{{" + text.getKey() + "}}", text.getValue());
    }
    return page;
  }

  /** The text as HTML. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
