package org.bactrian.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.publisher.configuration.BrowsedNodesFile;
import org.bactrian.edge.publisher.nodes.CredentialCipher;
import org.bactrian.opcua.expansion.ExpansionLimits;
import org.bactrian.opcua.expansion.HierarchyNode;
import org.bactrian.opcua.expansion.NodePathException;
import org.bactrian.opcua.expansion.Subtree;
import org.bactrian.opcua.expansion.SubtreeBrowser;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.node.NodeIdTextException;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.session.ConnectionSettings;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command {@code bactrian browse}. */
@Command(
    name = "browse",
    description = {
      "Lists objects and variables of an OPC UA server: path, data type (Object for objects) and"
          + " node id, with tabs between. With --publish it writes the variables into a published"
          + " nodes file for the edge."
    })
final class BrowseCommand implements Callable<Integer> {

  private static final String OBJECTS = "/Objects";
  private static final String STDOUT = "-";
  private static final int MOST_NODES = 1_000_000;
  private static final String TRUNCATED =
      "Not all nodes were found: they are more than --max-nodes, or too deep. Raise it, or name a"
          + " --path further below";

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;
  @Mixin private ServerConnectionOptions server;

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "Address of the server: opc.tcp://HOST:PORT.")
  private String url;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      defaultValue = "",
      description =
          "Begins at this node: browse names such as /Objects/Line1, with 2:Line1 where names of"
              + " several namespaces are the same and &/ for a slash in a name; or a node id. By"
              + " default /Objects without the object Server.")
  private String path;

  @Option(
      names = "--match",
      paramLabel = "PATTERN",
      description =
          "Only variables whose path below --path fits: a glob (* within a name, ** across names;"
              + " without a slash, of the last name), or regex: and a regular expression.")
  private @Nullable String match;

  @Option(
      names = "--publish",
      paramLabel = "FILE",
      description = "Writes the variables into a published nodes file, - for the standard output.")
  private @Nullable String publish;

  @Option(names = "--force", description = "Replaces the file of --publish where there is one.")
  private boolean force;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Number of levels below --path, all by default.")
  private @Nullable Integer depth;

  @Option(
      names = "--max-nodes",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Largest number of nodes that are looked at, ${DEFAULT-VALUE}.")
  private int maxNodes;

  @Override
  public Integer call() throws IOException {
    Optional<VariablePattern> pattern = pattern();
    int levels = levels();
    ExpansionLimits limits = limits();
    ConnectionSettings connection = server.connection(url);
    EdgeOptions edge = server.edge(data.path());
    Optional<Path> file =
        Optional.ofNullable(publish).filter(text -> !text.equals(STDOUT)).map(Path::of);
    if (file.isPresent()) {
      requireAbsent(file.get());
    }
    try (BrowsedServer browsed =
        BrowsedServer.connect(connection, edge.clientSettings(), !verbose())) {
      SubtreeBrowser browser = new SubtreeBrowser(browsed.nodes(), browsed.namespaces(), limits);
      NodeId start = start(browser, browsed.namespaces());
      Set<NodeId> leftOut = path.isEmpty() ? Set.of(NodeIds.Server) : Set.of();
      Subtree found = browser.below(start, levels, leftOut);
      requireAny(found);
      List<HierarchyNode> wanted = wanted(found, pattern);
      if (publish == null) {
        print(new NodeLines(prefix(), found.name(), browsed.namespaces()), wanted, browser);
      } else {
        requireComplete(found);
        write(
            BrowsedNodesFile.of(
                connection,
                found.name(),
                variables(wanted),
                browsed.namespaces(),
                CredentialCipher.in(data.path())),
            file,
            wanted);
      }
      return tellFaults(found);
    } catch (UaException e) {
      throw new CommandFailure(ExitCode.FAILED, url + ": " + StatusText.of(e), e);
    }
  }

  private boolean verbose() {
    return spec.root().userObject() instanceof BactrianCommand root && root.isVerbose();
  }

  private Optional<VariablePattern> pattern() {
    try {
      return Optional.ofNullable(match).map(VariablePattern::parse);
    } catch (PatternSyntaxException e) {
      throw wrong(
          "--match \"%s\" is no regular expression: %s".formatted(match, e.getDescription()));
    }
  }

  private int levels() {
    if (depth != null && depth < 1) {
      throw wrong("--depth must be at least 1");
    }
    return depth == null ? Integer.MAX_VALUE : depth;
  }

  private ExpansionLimits limits() {
    if (maxNodes < 1 || maxNodes > MOST_NODES) {
      throw wrong("--max-nodes must be from 1 to " + MOST_NODES);
    }
    return new ExpansionLimits(maxNodes, ExpansionLimits.DEFAULT.maxDepth());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void requireAbsent(Path file) {
    try {
      BrowsedNodesFile.requireAbsent(file, force);
    } catch (FileAlreadyExistsException e) {
      throw present(file, e);
    }
  }

  private static CommandFailure present(Path file, FileAlreadyExistsException cause) {
    return new CommandFailure(
        ExitCode.FAULTS,
        file + " exists and was not changed. Name another file, or replace it with --force",
        cause);
  }

  private NodeId start(SubtreeBrowser browser, NamespaceTable namespaces) throws UaException {
    if (path.isEmpty()) {
      return NodeIds.ObjectsFolder;
    }
    try {
      if (path.startsWith("/")) {
        return browser.follow(NodePathText.parse(path));
      }
      return NodeIdText.parse(path)
          .toNodeId(namespaces)
          .orElseThrow(
              () ->
                  new CommandFailure(
                      ExitCode.FAULTS, "--path " + path + ": the server has no such namespace"));
    } catch (NodePathException e) {
      throw new CommandFailure(
          ExitCode.FAULTS, NodeLines.printable(String.valueOf(e.getMessage())), e);
    } catch (NodeIdTextException e) {
      throw wrong(
          "--path is neither a path such as /Objects/Line1 nor a node id: " + e.getMessage());
    }
  }

  /** The path before those of the nodes, empty where browsing begins at a node id. */
  private String prefix() {
    if (path.isEmpty()) {
      return OBJECTS;
    }
    return path.startsWith("/") ? "/" + NodePathText.format(NodePathText.parse(path)) : "";
  }

  private void requireAny(Subtree found) {
    if (found.nodes().isEmpty() && !found.faults().isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAULTS,
          (path.isEmpty() ? OBJECTS : path)
              + " cannot be browsed: "
              + StatusText.of(found.faults().get(0).status()));
    }
  }

  private static List<HierarchyNode> wanted(Subtree found, Optional<VariablePattern> pattern) {
    if (pattern.isEmpty()) {
      return found.nodes();
    }
    return variables(found.nodes()).stream()
        .filter(
            node ->
                pattern
                    .get()
                    .matches(node.names().isEmpty() ? List.of(found.name()) : node.names()))
        .toList();
  }

  private static List<HierarchyNode> variables(List<HierarchyNode> nodes) {
    return nodes.stream().filter(node -> node.nodeClass() == NodeClass.Variable).toList();
  }

  private void print(NodeLines lines, List<HierarchyNode> nodes, SubtreeBrowser browser)
      throws UaException {
    Iterator<NodeId> types = browser.dataTypes(variables(nodes)).iterator();
    PrintWriter out = spec.commandLine().getOut();
    for (HierarchyNode node : nodes) {
      out.println(
          node.nodeClass() == NodeClass.Variable
              ? lines.variable(node, types.next())
              : lines.object(node));
    }
    out.flush();
    if (nodes.isEmpty()) {
      spec.commandLine().getErr().println("No variables fit");
    }
  }

  private static void requireComplete(Subtree found) {
    if (found.isTruncated()) {
      throw new CommandFailure(ExitCode.FAULTS, TRUNCATED + ". Nothing was written");
    }
  }

  private void write(BrowsedNodesFile content, Optional<Path> file, List<HierarchyNode> nodes)
      throws IOException {
    int count = variables(nodes).size();
    if (count == 0) {
      throw new CommandFailure(
          ExitCode.FAULTS, "There are no variables to publish. Nothing was written");
    }
    if (file.isEmpty()) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(content.text());
      out.flush();
      return;
    }
    try {
      content.write(file.get(), force);
    } catch (FileAlreadyExistsException e) {
      throw present(file.get(), e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "%s cannot be written (%s). Allow this user to write its folder, or name another file"
              .formatted(file.get(), e.getMessage()),
          e);
    }
    spec.commandLine()
        .getErr()
        .println(file.get() + ": " + count + (count == 1 ? " variable" : " variables"));
  }

  /** Tells what is missing in what was found, and returns the exit code. */
  private int tellFaults(Subtree found) {
    PrintWriter err = spec.commandLine().getErr();
    Map<String, Long> unbrowsed =
        found.faults().stream()
            .collect(
                Collectors.groupingBy(
                    fault -> StatusText.of(fault.status()),
                    LinkedHashMap::new,
                    Collectors.counting()));
    if (found.isTruncated()) {
      err.println(TRUNCATED);
    } else {
      unbrowsed.forEach(
          (status, count) ->
              err.println("Nodes whose references cannot be browsed: " + count + ", " + status));
    }
    err.flush();
    return found.faults().isEmpty() ? ExitCode.OK : ExitCode.FAULTS;
  }
}
