package org.bactrian.launcher.routes;

import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Creates faults that a user can act on from Camel's exceptions. */
final class RouteFaultFactory {

  private static final Pattern LINE = Pattern.compile("(?:\\bline |\\.java:)(\\d+)");
  private static final Pattern KAMELET_FILE = Pattern.compile("([\\w.-]+)\\.kamelet\\.yaml");
  private static final Pattern NODE = Pattern.compile("(?:To|From)\\[([^\\]]+)\\]");

  private RouteFaultFactory() {}

  /** A fault at the first line with {@code part}. */
  static RouteFault text(RouteFile file, String part, String message) {
    return new RouteFault(file.shownLocation(), file.lineOf(part), message);
  }

  /** Only what comes with a role can be replaced; two files of a user are both meant to run. */
  static RouteFault takenId(RouteFile file, String id, RouteFile owner) {
    String replace =
        owner.isPacked()
            ? ", or name this file %s to replace all of %s"
                .formatted(file.nameToReplace(owner), owner.name())
            : "";
    return text(
        file,
        id,
        "a route of %s has the id \"%s\" already; choose another%s"
            .formatted(owner.name(), id, replace));
  }

  static RouteFault unknownKamelet(RouteFile file, String name) {
    return text(file, name, "there is no kamelet \"" + name + "\"");
  }

  /** The fault behind an exception of Camel. */
  static RouteFault exception(RouteFile file, Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    Throwable innermost = chain.get(chain.size() - 1);
    Matcher missing = KAMELET_FILE.matcher(String.valueOf(innermost.getMessage()));
    if (innermost instanceof FileNotFoundException && missing.find()) {
      return unknownKamelet(file, missing.group(1));
    }
    if (innermost instanceof MarkedYamlEngineException yaml) {
      int line = yaml.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      return new RouteFault(file.shownLocation(), line, yaml.getProblem());
    }
    if (innermost instanceof StackOverflowError) {
      return new RouteFault(file.shownLocation(), 0, "is nested too deeply");
    }
    return new RouteFault(file.shownLocation(), line(file, chain), message(innermost));
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable e = thrown; e != null && !chain.contains(e); e = e.getCause()) {
      chain.add(e);
    }
    return chain;
  }

  /** The line that a message names, else the first with the address that could not be used. */
  private static int line(RouteFile file, List<Throwable> chain) {
    for (Throwable e : chain) {
      Matcher matcher = LINE.matcher(String.valueOf(e.getMessage()));
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    int line = 0;
    for (Throwable e : chain) {
      if (e instanceof ExpressionIllegalSyntaxException syntax) {
        int written = file.lineOf(String.valueOf(syntax.getExpression()).split("\\R")[0].strip());
        if (written > 0) {
          return written;
        }
      }
      if (e instanceof NoSuchBeanException || e instanceof ClassNotFoundException) {
        int written = file.lineOf(missingName(e));
        if (written > 0) {
          return written;
        }
      }
      int named = file.lineOf(written(address(e)));
      line = named > 0 ? named : line;
    }
    return line;
  }

  /** Name of the bean or class that is not there. */
  private static String missingName(Throwable e) {
    return e instanceof NoSuchBeanException bean && bean.getName() != null
        ? bean.getName()
        : String.valueOf(e.getMessage());
  }

  private static String address(Throwable e) {
    if (e instanceof NoSuchEndpointException missing) {
      return missing.getUri();
    }
    if (e instanceof ResolveEndpointFailedException unresolved) {
      return unresolved.getUri();
    }
    Matcher node = NODE.matcher(String.valueOf(e.getMessage()));
    return e instanceof FailedToCreateRouteException && node.find() ? node.group(1) : "";
  }

  /** An address as users write it: Camel puts slashes into it. */
  private static String written(String uri) {
    return uri.replaceFirst("^([\\w-]+)://", "$1:").split("[?]")[0];
  }

  /** The message in one line. */
  private static String message(Throwable e) {
    if (e instanceof NoSuchEndpointException missing) {
      String uri = written(missing.getUri());
      return "there is no component \"" + uri.split(":")[0] + "\" for " + uri;
    }
    String message = e.getMessage();
    if (message == null || message.isBlank()) {
      return e.getClass().getSimpleName();
    }
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
