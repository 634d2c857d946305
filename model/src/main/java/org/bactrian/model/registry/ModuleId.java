package org.bactrian.model.registry;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A module of a device, or a device, by one text: {@code device_module_module}.
 *
 * @param deviceId id of the device
 * @param moduleId id of the module; empty for the device itself
 */
public record ModuleId(String deviceId, String moduleId) {

  private static final String SEPARATOR = "_module_";

  /** Reads a text; one that is not of two parts is the id of a device; none for none. */
  public static Optional<ModuleId> parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts =
        Arrays.stream(text.split(SEPARATOR, -1)).filter(part -> !part.isEmpty()).toList();
    return Optional.of(
        parts.size() == 2 ? new ModuleId(parts.get(0), parts.get(1)) : new ModuleId(text, ""));
  }

  /** Returns whether it is a module and not a device. */
  public boolean isModule() {
    return !moduleId.isEmpty();
  }

  @Override
  public String toString() {
    return isModule() ? deviceId + SEPARATOR + moduleId : deviceId;
  }
}
