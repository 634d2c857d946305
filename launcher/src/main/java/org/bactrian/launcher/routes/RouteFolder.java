package org.bactrian.launcher.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PackageScanResourceResolver;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one kind that a role runs: those packed with it, and those of the user, who replaces
 * a packed file by one of the same name.
 */
public final class RouteFolder {

  private static final Logger LOG = LoggerFactory.getLogger(RouteFolder.class);

  private final Map<String, RouteFile> packed;
  private final Optional<Path> folder;
  private final List<String> suffixes;

  private RouteFolder(Map<String, RouteFile> packed, Optional<Path> folder, List<String> suffixes) {
    this.packed = packed;
    this.folder = folder;
    this.suffixes = suffixes;
  }

  /**
   * Routes: {@code *.camel.yaml}, {@code *.yaml} and {@code *.java}.
   *
   * @param context finds packed files
   * @param packed folder on the class path, such as {@code routes/edge}
   * @param folder folder of the user, which need not exist yet
   */
  public static RouteFolder ofRoutes(CamelContext context, String packed, Optional<Path> folder) {
    return new RouteFolder(
        packed(context, packed + "/*.camel.yaml"), folder, List.of(".yaml", ".java"));
  }

  /**
   * Kamelets: {@code *.kamelet.yaml}.
   *
   * @param context finds packed files
   * @param packed folder on the class path, such as {@code kamelets}
   * @param folder folder of the user, which need not exist yet
   */
  public static RouteFolder ofKamelets(CamelContext context, String packed, Optional<Path> folder) {
    return new RouteFolder(
        packed(context, packed + "/*.kamelet.yaml"), folder, List.of(".kamelet.yaml"));
  }

  /** The user's folder. */
  Optional<Path> folder() {
    return folder;
  }

  /** What is there now, by name. A file that goes away or cannot be read is left out. */
  Map<String, RouteFile> files() {
    Map<String, RouteFile> files = new TreeMap<>(packed);
    if (folder.isPresent() && Files.isDirectory(folder.get())) {
      try (Stream<Path> entries = Files.list(folder.get())) {
        entries.filter(this::isRouteFile).forEach(path -> read(path, files));
      } catch (IOException | UncheckedIOException e) {
        LOG.warn("{} cannot be listed: {}", folder.get(), e.getMessage());
      }
    }
    return files;
  }

  private boolean isRouteFile(Path path) {
    String name = path.getFileName().toString();
    // Editors keep their drafts beside the file under names that start with a dot.
    return !name.startsWith(".")
        && suffixes.stream().anyMatch(name::endsWith)
        && (suffixes.contains(".kamelet.yaml") || RouteFile.kind(name) == RouteFile.Kind.ROUTES)
        && Files.isRegularFile(path);
  }

  private static void read(Path path, Map<String, RouteFile> files) {
    try {
      RouteFile file = RouteFile.read(path);
      files.put(file.name(), file);
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        LOG.warn("{} cannot be read: {}", path, e.getCause().getMessage());
      }
    }
  }

  private static Map<String, RouteFile> packed(CamelContext context, String pattern) {
    Map<String, RouteFile> files = new TreeMap<>();
    PackageScanResourceResolver resolver = PluginHelper.getPackageScanResourceResolver(context);
    try {
      Collection<Resource> resources = resolver.findResources("classpath:" + pattern);
      for (Resource resource : resources) {
        String location = resource.getLocation();
        String name = location.substring(location.lastIndexOf('/') + 1);
        try (InputStream stream = resource.getInputStream()) {
          String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          files.put(name, new RouteFile(RouteFile.kind(name), name, location, text));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("Packed files " + pattern + " cannot be found", e);
    }
    return files;
  }
}
