package org.bactrian.edge.options;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.bactrian.edge.options.CatalogOption.State;
import org.bactrian.edge.options.CatalogOption.Value;

/**
 * Values given on the command line of the edge. A name is written {@code -name}, {@code --name} or
 * {@code /name}; its value follows after {@code =} or {@code :}, or as the next argument where the
 * option needs one. The last of several wins.
 */
final class CommandLineValues {

  private final Map<String, OptionValue> values = new HashMap<>();
  private final List<String> unknown = new ArrayList<>();
  private final TreeSet<String> legacy = new TreeSet<>();
  private final TreeSet<String> explained = new TreeSet<>();
  private final List<EdgeOptionException> faults = new ArrayList<>();

  private CommandLineValues() {}

  /** Reads the arguments. */
  static CommandLineValues read(List<String> arguments) {
    CommandLineValues line = new CommandLineValues();
    int next = 0;
    while (next < arguments.size()) {
      next = line.take(arguments, next);
    }
    return line;
  }

  /** Values by key. */
  Map<String, OptionValue> values() {
    return values;
  }

  /** Arguments that no option takes, as written. */
  List<String> unknown() {
    return unknown;
  }

  /** Options that lack their value. */
  List<EdgeOptionException> faults() {
    return faults;
  }

  /** Options without effect for long, as written. */
  List<String> legacy() {
    return List.copyOf(legacy);
  }

  /** Sentences about options without effect here. */
  List<String> explained() {
    return List.copyOf(explained);
  }

  /** Takes the option at {@code position} and returns the position behind it. */
  private int take(List<String> arguments, int position) {
    String argument = arguments.get(position);
    String bare = argument.replaceFirst("^(--|-|/)", "");
    int split = separator(bare);
    String name = split < 0 ? bare : bare.substring(0, split);
    Optional<CatalogOption> found =
        bare.equals(argument) ? Optional.empty() : OptionCatalog.instance().find(name);
    if (found.isEmpty()) {
      unknown.add(argument.substring(0, argument.length() - bare.length()) + name);
      return position + 1;
    }
    CatalogOption option = found.get();
    String written = argument.substring(0, argument.length() - bare.length()) + name;
    int behind = position + 1;
    String text;
    if (split >= 0) {
      text = bare.substring(split + 1);
    } else if (option.value() == Value.REQUIRED) {
      if (behind >= arguments.size()) {
        faults.add(
            new EdgeOptionException(
                EdgeOptionException.BAD_VALUE, "Option " + written + " needs a value"));
        return behind;
      }
      text = arguments.get(behind++);
    } else if (option.value() == Value.OPTIONAL
        && behind < arguments.size()
        && OptionValue.isBoolean(arguments.get(behind))) {
      text = arguments.get(behind++);
    } else {
      text = "true";
    }
    note(option, written, text);
    return behind;
  }

  private void note(CatalogOption option, String written, String text) {
    if (option.state() == State.LEGACY) {
      legacy.add(written);
    } else if (option.state().isExplained()) {
      explained.add(option.explanation(written));
    } else {
      values.put(option.key(), new OptionValue("Option " + written, text, option.unit()));
    }
  }

  private static int separator(String bare) {
    for (int i = 0; i < bare.length(); i++) {
      if (bare.charAt(i) == '=' || bare.charAt(i) == ':') {
        return i;
      }
    }
    return -1;
  }
}
