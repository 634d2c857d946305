package org.bactrian.launcher.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;

/** Checks files of routes and kamelets without a running role. */
public final class RouteCheck {

  private RouteCheck() {}

  /**
   * Looks at files as if a role ran them beside its packed ones.
   *
   * @param packedRoutes folder of the role's routes on the class path, such as {@code routes/edge}
   * @param components components that the role makes itself, whose addresses are not looked into
   * @param beans beans like those that the role binds itself
   * @param properties properties that the routes may use
   * @param files routes and kamelets of the user, which replace packed ones of the same name
   * @param kamelets folder of further kamelets of the user
   * @return every fault, in the order of the files' names
   */
  public static List<RouteFault> faults(
      String packedRoutes,
      Collection<String> components,
      Map<String, Object> beans,
      Properties properties,
      List<Path> files,
      Optional<Path> kamelets) {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      components.forEach(name -> context.addComponent(name, new StandInComponent()));
      beans.forEach(context.getRegistry()::bind);
      context.getPropertiesComponent().setInitialProperties(properties);
      context.start();
      Map<String, RouteFile> together = new TreeMap<>();
      together.putAll(RouteFolder.ofKamelets(context, "kamelets", kamelets).files());
      together.putAll(RouteFolder.ofRoutes(context, packedRoutes, Optional.empty()).files());
      List<String> named = new ArrayList<>();
      for (Path path : files) {
        RouteFile file = RouteFile.read(path);
        named.add(file.shownLocation());
        together.put(file.name(), file);
      }
      return new RouteValidation(context)
          .faults(together.values()).stream().filter(f -> named.contains(f.file())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
