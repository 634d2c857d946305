package org.bactrian.deploy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folder {@code deploy} of the source tree, and readers of its files. */
public final class DeployFolder {

  /** Root of the source tree. */
  public static final Path ROOT = Path.of(System.getProperty("bactrian.root", ".."));

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL).build());

  private DeployFolder() {}

  /** Returns a file or folder below {@code deploy}. */
  public static Path resolve(String path) {
    return ROOT.resolve("deploy").resolve(path);
  }

  /** Reads the documents of a YAML text, without those that are empty. */
  public static List<JsonNode> documents(String yaml) {
    List<JsonNode> documents = new ArrayList<>();
    try (JsonParser parser = YAML.createParser(yaml)) {
      JsonNode document = YAML.readTree(parser);
      while (document != null) {
        if (!document.isNull()) {
          documents.add(document);
        }
        document = YAML.readTree(parser);
      }
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a YAML text of one document. */
  public static JsonNode document(String yaml) {
    List<JsonNode> documents = documents(yaml);
    if (documents.size() != 1) {
      throw new IllegalArgumentException("One document is expected, not " + documents.size());
    }
    return documents.get(0);
  }
}
