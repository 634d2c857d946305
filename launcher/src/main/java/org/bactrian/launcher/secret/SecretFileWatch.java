package org.bactrian.launcher.secret;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watch over the files of {@code NAME_FILE} variables. Secrets are read at the start, so a process
 * whose secret has changed ends in order, and Kubernetes, Docker or systemd starts it with the new
 * one. A {@link RestartOrder} keeps replicas from ending all at once.
 */
public final class SecretFileWatch implements AutoCloseable {

  /** Variable with the seconds within which the process ends; without it, it never does. */
  public static final String VARIABLE = "BACTRIAN_STOP_ON_SECRET_CHANGE";

  private static final Logger LOG = LoggerFactory.getLogger(SecretFileWatch.class);
  private static final int LONGEST_SECONDS = 24 * 60 * 60;

  private final Map<Path, String> variables;
  private final Duration within;
  private final FileContentWatch files;

  private SecretFileWatch(Map<Path, String> variables, Duration within) {
    this.variables = Map.copyOf(variables);
    this.within = within;
    this.files = FileContentWatch.of(this.variables.keySet());
  }

  /**
   * The watch that an environment asks for.
   *
   * @param names variables that may be given by files
   * @return watches no file when it asks for none
   * @throws SecretException when {@value #VARIABLE} is no number of seconds
   */
  public static SecretFileWatch of(Map<String, String> environment, Collection<String> names) {
    String seconds = environment.getOrDefault(VARIABLE, "");
    if (seconds.isBlank()) {
      return new SecretFileWatch(Map.of(), Duration.ZERO);
    }
    if (!seconds.matches("\\d{1,5}") || Integer.parseInt(seconds) > LONGEST_SECONDS) {
      throw new SecretException(
          "%s is %s, and must be a number of seconds from 0 to %d."
              .formatted(VARIABLE, seconds, LONGEST_SECONDS),
          null);
    }
    Map<Path, String> variables = new LinkedHashMap<>();
    for (String name : names) {
      String file = environment.getOrDefault(name + SecretFiles.SUFFIX, "");
      if (!file.isEmpty()) {
        variables.put(Path.of(file), name + SecretFiles.SUFFIX);
      }
    }
    return new SecretFileWatch(variables, Duration.ofSeconds(Integer.parseInt(seconds)));
  }

  /**
   * Begins.
   *
   * @param order when the process may end
   * @param end ends the process in order
   */
  public void begin(RestartOrder order, Runnable end) {
    begin(FileContentWatch.PERIOD, order, end);
  }

  void begin(Duration period, RestartOrder order, Runnable end) {
    if (variables.isEmpty()) {
      return;
    }
    files.begin(
        period,
        changed -> {
          LOG.info(
              "The secret of {} has changed; this process ends when it is its turn and is to be"
                  + " started again",
              changed.stream().map(variables::get).sorted().toList());
          try {
            order.await(within);
            LOG.info("This process ends to be started with the new secret");
            end.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public void close() {
    files.close();
  }
}
