package org.bactrian.deploy.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bactrian.deploy.DeployFolder;
import org.bactrian.deploy.Programs;

/**
 * Image of the Open Container Initiative, as it lies in a tar.
 *
 * @param folder where the tar is unpacked
 * @param manifest names the configuration and the layers
 * @param config how a container of it is started
 */
record OciImage(Path folder, JsonNode manifest, JsonNode config) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Unpacks the tar that the build has made of an image, and checks its digests. */
  static OciImage built(String name, Path folder) throws IOException {
    Path tar = DeployFolder.resolve("images/target/" + name + ".tar");
    if (!Files.exists(tar)) {
      throw new IllegalStateException(tar + " is missing. Run: mvn package -pl deploy/images -am");
    }
    Files.createDirectories(folder);
    Programs.run(folder, "tar", "xf", tar.toRealPath().toString());
    JsonNode index = JSON.readTree(folder.resolve("index.json").toFile());
    JsonNode manifest = blob(folder, index.at("/manifests/0/digest").asText());
    return new OciImage(folder, manifest, blob(folder, manifest.at("/config/digest").asText()));
  }

  /** Digests of the layers, the lowest first. */
  List<String> layers() {
    return StreamSupport.stream(manifest.get("layers").spliterator(), false)
        .map(layer -> layer.get("digest").asText())
        .toList();
  }

  /** Unpacks all layers into the root of a file system. */
  void unpackTo(Path root) throws IOException {
    Files.createDirectories(root);
    for (String layer : layers()) {
      Programs.run(root, "tar", "xzf", verified(folder, layer).toRealPath().toString());
    }
  }

  /** The program without its arguments. */
  List<String> entryPoint() {
    List<String> command = new ArrayList<>();
    config.at("/config/Entrypoint").forEach(word -> command.add(word.asText()));
    return command;
  }

  /** The program with its arguments. */
  List<String> command() {
    List<String> command = entryPoint();
    config.at("/config/Cmd").forEach(word -> command.add(word.asText()));
    return command;
  }

  /** The environment. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (JsonNode entry : config.at("/config/Env")) {
      String[] parts = entry.asText().split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    return environment;
  }

  String text(String field) {
    return config.at("/config/" + field).asText();
  }

  private static JsonNode blob(Path folder, String digest) throws IOException {
    return JSON.readTree(verified(folder, digest).toFile());
  }

  private static Path verified(Path folder, String digest) throws IOException {
    Path file = folder.resolve("blobs").resolve(digest.replace(':', '/'));
    try (DigestInputStream content =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      content.transferTo(OutputStream.nullOutputStream());
      String actual = HexFormat.of().formatHex(content.getMessageDigest().digest());
      if (!digest.equals("sha256:" + actual)) {
        throw new IllegalStateException(file + " has the digest " + actual);
      }
      return file;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
