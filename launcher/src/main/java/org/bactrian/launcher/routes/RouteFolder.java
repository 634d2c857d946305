package org.bactrian.launcher.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PackageScanResourceResolver;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.bactrian.edge.file.FileContentReader;
import org.bactrian.launcher.routes.RouteFile.Kind;
import org.bactrian.model.file.FileStamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of one kind that a role runs: those packed with it and those of the user, who replaces a
 * packed file by one of the same name, whatever its suffix.
 */
public final class RouteFolder {

  private static final Logger LOG = LoggerFactory.getLogger(RouteFolder.class);

  private final Map<String, RouteFile> packed;
  private final Optional<Path> folder;
  private final List<String> suffixes;
  private final Map<Path, OwnFile> known = new TreeMap<>();

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
        packed(context, packed, "*.camel.yaml"), folder, List.of(".yaml", ".java"));
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
        packed(context, packed, "*.kamelet.yaml"), folder, List.of(".kamelet.yaml"));
  }

  /** The user's folder. */
  Optional<Path> folder() {
    return folder;
  }

  /** Returns whether files of the user may differ from those that were read last. */
  boolean mayDiffer() {
    return !known.keySet().equals(stamps().keySet())
        || known.values().stream().anyMatch(file -> file.reader.mayDiffer());
  }

  /** Stamps of the files of the user that are there now. */
  Map<Path, FileStamp> stamps() {
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      return Map.of();
    }
    try (Stream<Path> entries = Files.list(folder.get())) {
      return entries
          .filter(this::isRouteFile)
          .collect(Collectors.toMap(Function.identity(), FileStamp::of));
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("{} cannot be listed: {}", folder.get(), e.getMessage());
      return known.keySet().stream().collect(Collectors.toMap(Function.identity(), FileStamp::of));
    }
  }

  /**
   * Returns the present files by key.
   *
   * @param former what was there before: an editor empties a file before it writes the new version,
   *     so a file that is empty is what it was, and one that never held anything is not there yet
   */
  Map<String, RouteFile> files(Map<String, RouteFile> former) {
    Set<Path> paths = stamps().keySet();
    known.keySet().retainAll(paths);
    paths.forEach(path -> known.computeIfAbsent(path, OwnFile::new).read());
    List<RouteFile> own = new ArrayList<>();
    for (OwnFile known : known.values()) {
      RouteFile file = known.file;
      if (file == null) {
        continue; // it went away before it was read
      }
      if (!file.text().isBlank() || !file.unreadable().isEmpty()) {
        own.add(file);
      } else {
        LOG.info("{} is empty: what it held runs on. Delete the file to stop it.", file);
        former.values().stream()
            .filter(before -> before.location().equals(file.location()))
            .forEach(own::add);
      }
    }
    return replacedBy(own);
  }

  /**
   * The packed files with those of the user, by key. A file of the user replaces the packed one of
   * its name, or else the one that is about the same.
   */
  Map<String, RouteFile> replacedBy(Collection<RouteFile> own) {
    Map<String, RouteFile> files = new TreeMap<>(packed);
    Set<String> taken = new HashSet<>();
    for (RouteFile file : own) {
      if (packed.containsKey(file.name())) {
        taken.add(file.name());
      }
    }
    for (RouteFile file : own) {
      RouteFile placed =
          packed.containsKey(file.name())
              ? file.inPlaceOf(packed.get(file.name()))
              : ofSameCapability(file)
                  .filter(other -> taken.add(other.key()))
                  .map(file::inPlaceOf)
                  .orElse(file.inPlaceOf(file));
      files.put(placed.key(), placed);
    }
    return files;
  }

  private Optional<RouteFile> ofSameCapability(RouteFile file) {
    return packed.values().stream()
        .filter(other -> other.kind() == Kind.ROUTES && file.kind() == Kind.ROUTES)
        .filter(
            other -> RouteFile.capability(other.name()).equals(RouteFile.capability(file.name())))
        .findFirst();
  }

  private boolean isRouteFile(Path path) {
    String name = path.getFileName().toString();
    // Editors keep their drafts beside the file under names that start with a dot.
    return !name.startsWith(".")
        && suffixes.stream().anyMatch(name::endsWith)
        && (suffixes.contains(".kamelet.yaml") || RouteFile.kind(name) == Kind.ROUTES)
        && Files.isRegularFile(path);
  }

  private static Map<String, RouteFile> packed(
      CamelContext context, String folder, String pattern) {
    Map<String, RouteFile> files = new TreeMap<>();
    PackageScanResourceResolver resolver = PluginHelper.getPackageScanResourceResolver(context);
    try {
      Collection<Resource> resources =
          resolver.findResources("classpath:" + folder + '/' + pattern);
      for (Resource resource : resources) {
        String found = resource.getLocation();
        String name = found.substring(found.lastIndexOf('/') + 1);
        // Also where the classes lie in a folder: what comes with a role is no file of the user.
        String location = "classpath:" + folder + '/' + name;
        try (InputStream stream = resource.getInputStream()) {
          String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          files.put(name, new RouteFile(RouteFile.kind(name), name, location, text));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("Packed files of " + folder + " cannot be found", e);
    }
    return files;
  }

  /** File of the user with the version that was read last. */
  private static final class OwnFile {

    private final Path path;
    private final FileContentReader reader;
    private @Nullable RouteFile file;

    OwnFile(Path path) {
      this.path = path;
      this.reader = FileContentReader.of(path, RouteFile.MAX_BYTES);
    }

    void read() {
      reader.read().ifPresent(content -> file = RouteFile.of(path, content));
    }
  }
}
