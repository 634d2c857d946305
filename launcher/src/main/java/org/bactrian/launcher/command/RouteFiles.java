package org.bactrian.launcher.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.bactrian.launcher.role.CloudRole;
import org.bactrian.launcher.role.EdgeRole;
import org.bactrian.launcher.routes.RouteCheck;
import org.bactrian.launcher.routes.RouteFault;
import org.bactrian.launcher.routes.RouteFindings;
import org.bactrian.launcher.routes.RouteOperation;

/**
 * Reads files of routes and kamelets and checks each as its role would run it: the role that the
 * user names, or that a folder of its path is named after, or that has a packed file of its name. A
 * file without any of these must be valid in one of the roles.
 */
final class RouteFiles {

  /** Roles that run routes. */
  enum For {
    edge,
    cloud
  }

  private final Optional<Path> kamelets;
  private final RouteCheck edge = EdgeRole.routeCheck();
  private final RouteCheck cloud = CloudRole.routeCheck();
  private final List<Path> ofEdge = new ArrayList<>();
  private final List<Path> ofCloud = new ArrayList<>();
  private final List<Path> ofAny = new ArrayList<>();

  /**
   * @param kamelets folder of further kamelets of the user
   */
  RouteFiles(List<Path> files, Optional<For> role, Optional<Path> kamelets) {
    this.kamelets = kamelets;
    Set<Path> edgeFiles = edge.replacing(files);
    Set<Path> cloudFiles = cloud.replacing(files);
    for (Path file : files) {
      boolean inEdge = edgeFiles.contains(file);
      boolean inCloud = cloudFiles.contains(file);
      Optional<For> runs = role.or(() -> byFolder(file));
      if (runs.isEmpty() && inEdge != inCloud) {
        runs = Optional.of(inEdge ? For.edge : For.cloud);
      }
      runs.map(who -> who == For.edge ? ofEdge : ofCloud).orElse(ofAny).add(file);
    }
  }

  private static Optional<For> byFolder(Path file) {
    Path folder = file.toAbsolutePath().resolveSibling("");
    return StreamSupport.stream(folder.spliterator(), false)
        .map(Path::toString)
        .flatMap(name -> List.of(For.values()).stream().filter(who -> who.name().equals(name)))
        .reduce((outer, inner) -> inner);
  }

  /** The first fault of each file, and the operations that the routes carry out. */
  RouteFindings look() {
    RouteFindings asEdge = look(edge, ofEdge);
    boolean allFound = ofAny.stream().allMatch(file -> of(file, asEdge.faults()).isEmpty());
    RouteFindings asCloud =
        ofCloud.isEmpty() && allFound ? RouteFindings.NONE : look(cloud, ofCloud);
    List<RouteFault> found = new ArrayList<>();
    ofEdge.forEach(file -> found.addAll(of(file, asEdge.faults())));
    ofCloud.forEach(file -> found.addAll(of(file, asCloud.faults())));
    for (Path file : ofAny) {
      found.addAll(inEither(of(file, asEdge.faults()), of(file, asCloud.faults())));
    }
    List<RouteOperation> operations = new ArrayList<>(asEdge.operations());
    operations.addAll(asCloud.operations());
    return new RouteFindings(found, operations);
  }

  /** No faults when the file is sound in one of the roles; else those in both. */
  private static List<RouteFault> inEither(List<RouteFault> edge, List<RouteFault> cloud) {
    if (edge.isEmpty() || cloud.isEmpty()) {
      return List.of();
    }
    if (edge.equals(cloud)) {
      return edge;
    }
    List<RouteFault> both = new ArrayList<>();
    edge.forEach(fault -> both.add(in("edge", fault)));
    cloud.forEach(fault -> both.add(in("cloud", fault)));
    return both;
  }

  private static RouteFault in(String role, RouteFault fault) {
    return new RouteFault(fault.file(), fault.line(), "in the " + role + ", " + fault.message());
  }

  private RouteFindings look(RouteCheck role, List<Path> own) {
    List<Path> together = new ArrayList<>(own);
    together.addAll(ofAny);
    return together.isEmpty() ? RouteFindings.NONE : role.look(together, kamelets);
  }

  private static List<RouteFault> of(Path file, List<RouteFault> faults) {
    return faults.stream().filter(fault -> fault.file().equals(shown(file))).toList();
  }

  private static String shown(Path file) {
    return file.toAbsolutePath().toString();
  }
}
