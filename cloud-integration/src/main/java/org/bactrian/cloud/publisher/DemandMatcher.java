package org.bactrian.cloud.publisher;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bactrian.cloud.publisher.contract.Demand;
import org.bactrian.cloud.publisher.contract.DemandOperator;

/** Comparison of what jobs demand with what publishers say of themselves. */
final class DemandMatcher {

  /** Longest pattern; time and memory of a search grow with it and with the text, no faster. */
  private static final int LONGEST_PATTERN = 512;

  private final Map<String, String> capabilities;

  /**
   * @param capabilities names, in any case, and values
   */
  DemandMatcher(Map<String, String> capabilities) {
    this.capabilities =
        capabilities.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().toLowerCase(Locale.ROOT),
                    Map.Entry::getValue,
                    (one, other) -> one));
  }

  /** Returns whether all demands are met; a pattern that cannot be read is met by nobody. */
  boolean meets(List<Demand> demands) {
    return demands.stream().allMatch(this::meets);
  }

  private boolean meets(Demand demand) {
    Optional<String> capability =
        Optional.ofNullable(capabilities.get(demand.key().toLowerCase(Locale.ROOT)));
    String value = demand.value() == null ? "" : demand.value();
    DemandOperator operator = demand.operator() == null ? DemandOperator.Equals : demand.operator();
    return switch (operator) {
      case Equals -> capability.filter(value::equals).isPresent();
      case Match -> capability.filter(text -> found(value, text)).isPresent();
      case Exists -> capability.isPresent();
    };
  }

  private static boolean found(String pattern, String text) {
    if (pattern.length() > LONGEST_PATTERN) {
      return false;
    }
    try {
      return Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
