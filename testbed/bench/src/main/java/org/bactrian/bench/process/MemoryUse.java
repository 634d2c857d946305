package org.bactrian.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Resident memory of a process, told on Linux only.
 *
 * @param resident bytes now
 * @param peak largest number of bytes since the process began
 */
public record MemoryUse(long resident, long peak) {

  private static final long KIB = 1024;

  /** Memory of a running process, empty where the system does not tell. */
  public static Optional<MemoryUse> of(ProcessHandle process) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try {
      return parse(Files.readAllLines(status));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Reads the lines of a status file of proc(5). */
  static Optional<MemoryUse> parse(List<String> status) {
    Optional<Long> resident = bytes(status, "VmRSS:");
    Optional<Long> peak = bytes(status, "VmHWM:");
    return resident.isPresent() && peak.isPresent()
        ? Optional.of(new MemoryUse(resident.get(), peak.get()))
        : Optional.empty();
  }

  private static Optional<Long> bytes(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .map(text -> Long.parseLong(text) * KIB)
        .findFirst();
  }
}
