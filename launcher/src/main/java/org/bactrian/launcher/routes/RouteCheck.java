package org.bactrian.launcher.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.web.operation.OperationsComponent;

/** Checks files of routes and kamelets as a role would run them, without running it. */
public final class RouteCheck {

  private final String packedRoutes;
  private final CamelConfiguration idle;
  private final Properties properties;

  /**
   * @param packedRoutes folder of the role's routes on the class path, such as {@code routes/edge}
   * @param idle binds beans and components like those of the role, which are not to run
   * @param properties properties that the routes may use
   */
  public RouteCheck(String packedRoutes, CamelConfiguration idle, Properties properties) {
    this.packedRoutes = packedRoutes;
    this.idle = idle;
    this.properties = properties;
  }

  /**
   * Files among these that replace one that comes with the role.
   *
   * @param files files of routes of the user
   */
  public Set<Path> replacing(List<Path> files) {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.build();
      Set<String> packed =
          RouteFolder.ofRoutes(context, packedRoutes, Optional.empty())
              .files(Map.of())
              .keySet()
              .stream()
              .map(RouteFile::capability)
              .collect(Collectors.toSet());
      return files.stream()
          .filter(file -> packed.contains(RouteFile.capability(file.getFileName().toString())))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Looks at files as if the role ran them beside its packed ones.
   *
   * @param files routes and kamelets of the user, which replace packed ones of the same name
   * @param kamelets folder of further kamelets of the user
   * @return the first fault of each of {@code files}, in the order of their names, and the
   *     operations that their routes carry out
   */
  public RouteFindings look(List<Path> files, Optional<Path> kamelets) {
    try (ScratchContext context = ScratchContext.of(properties)) {
      idle.configure(context);
      context.init();
      List<RouteFile> own = files.stream().map(RouteFile::read).toList();
      Map<String, RouteFile> together = new TreeMap<>();
      together.putAll(RouteFolder.ofKamelets(context, "kamelets", kamelets).files(Map.of()));
      together.putAll(
          RouteFolder.ofRoutes(context, packedRoutes, Optional.empty()).replacedBy(own));
      Optional<OperationsComponent> operations = OperationsComponent.of(context);
      RouteSet set = new RouteSet(context, operations);
      Map<String, RouteFault> faults =
          set.addAll(together.values().stream().sorted(RouteSet.order(file -> false)).toList());
      faults.putAll(set.removeThoseWithoutTarget());
      List<String> named = own.stream().map(RouteFile::shownLocation).toList();
      return new RouteFindings(
          faults.values().stream().filter(fault -> named.contains(fault.file())).toList(),
          operations.map(OperationsComponent::served).orElse(List.of()).stream()
              .flatMap(served -> set.routeOf(served.operation()).stream())
              .filter(route -> named.contains(route.file()))
              .toList());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Routes of " + packedRoutes + " cannot be looked at", e);
    }
  }
}
