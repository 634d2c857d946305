package org.bactrian.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.bactrian.edge.publisher.nodes.PublishedNodes;
import org.bactrian.edge.publisher.nodes.PublishedNodesFault;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.edge.publisher.nodes.SharedWriterGroups;
import org.bactrian.launcher.routes.RouteFault;
import org.bactrian.launcher.routes.RouteFindings;
import org.bactrian.launcher.routes.RouteOperation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command {@code bactrian validate}. */
@Command(
    name = "validate",
    description = {
      "Checks published nodes files (*.json), routes (*.camel.yaml, *.yaml, *.java) and kamelets"
          + " (*.kamelet.yaml), names faults by line (of a route file"
          + " the first), and lists which route carries out which"
          + " operation. Routes are checked together with the"
          + " packed routes of their role: that of --role, else edge or cloud as a folder in their"
          + " path or a packed file of their name tells, else either."
    })
final class ValidateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files or folders to check.")
  private List<Path> files;

  @Option(
      names = "--kamelets",
      paramLabel = "DIR",
      description = "Folder of your kamelets that the routes use.")
  private Path kamelets = Path.of("");

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "Role that runs the routes: ${COMPLETION-CANDIDATES}.")
  private RouteFiles.@Nullable For role;

  @Option(
      names = "--gateways",
      description = {
        "Each published nodes file is that of one gateway: a WriterGroup that two of them name is a"
            + " fault."
      })
  private boolean gateways;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    List<Path> routes = new ArrayList<>();
    List<Path> nodesFiles = new ArrayList<>();
    List<Path> absent = files.stream().filter(file -> !Files.exists(file)).toList();
    absent.forEach(file -> out.println(new RouteFault(file.toString(), 0, "does not exist")));
    int faults = absent.size();
    List<Path> all = expanded();
    for (Path file : all) {
      if (file.toString().endsWith(".json")) {
        nodesFiles.add(file);
        PublishedNodes nodes = PublishedNodes.read(file, PublishingDefaults.compatible("validate"));
        nodes.faults().forEach(out::println);
        faults += nodes.faults().size();
      } else {
        routes.add(file);
      }
    }
    if (gateways) {
      List<PublishedNodesFault> shared = SharedWriterGroups.of(nodesFiles);
      shared.forEach(out::println);
      faults += shared.size();
    }
    if (!routes.isEmpty()) {
      Optional<Path> ownKamelets =
          Optional.of(kamelets).filter(folder -> !folder.toString().isEmpty());
      RouteFindings found = new RouteFiles(routes, Optional.ofNullable(role), ownKamelets).look();
      found.faults().forEach(fault -> out.println(asTyped(fault, routes)));
      faults += found.faults().size();
      found.operations().forEach(one -> err.println(asTyped(one, routes)));
    }
    out.flush();
    String checked =
        files.size() == 1 && all.size() + absent.size() == 1
            ? files.get(0).toString()
            : all.size() + absent.size() + " files";
    err.println(
        checked
            + ": "
            + (faults == 0 ? "no faults" : faults == 1 ? "1 fault" : faults + " faults"));
    return faults == 0 ? ExitCode.OK : ExitCode.FAULTS;
  }

  private static RouteFault asTyped(RouteFault fault, List<Path> routes) {
    return new RouteFault(asTyped(fault.file(), routes), fault.line(), fault.message());
  }

  private static RouteOperation asTyped(RouteOperation one, List<Path> routes) {
    return new RouteOperation(one.operation(), one.route(), asTyped(one.file(), routes));
  }

  private static String asTyped(String shown, List<Path> routes) {
    return routes.stream()
        .filter(file -> file.toAbsolutePath().toString().equals(shown))
        .findFirst()
        .map(Path::toString)
        .orElse(shown);
  }

  private List<Path> expanded() throws IOException {
    List<Path> expanded = new ArrayList<>();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        try (Stream<Path> entries = Files.walk(file)) {
          entries
              .filter(path -> path.toString().matches(".*\\.(json|yaml|java)"))
              .filter(path -> !path.toString().endsWith(".schema.json"))
              .sorted()
              .forEach(expanded::add);
        }
      } else if (Files.exists(file)) {
        expanded.add(file);
      }
    }
    return expanded;
  }
}
