package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Command {@code bactrian token}. */
@Command(
    name = "token",
    description = {
      "Prints a bearer token for the REST API of this machine. Its holder may do what its role"
          + " allows; the signing key is in the data folder, readable by its owner only."
    })
final class TokenCommand implements Callable<Integer> {

  private static final int MAX_HOURS = 24 * 366;

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "administer",
      converter = PermissionName.class,
      completionCandidates = PermissionNames.class,
      description = "Role of the token: ${COMPLETION-CANDIDATES}; by default ${DEFAULT-VALUE}.")
  private Permission role;

  @Option(
      names = "--hours",
      paramLabel = "N",
      defaultValue = "24",
      description = "Validity of the token, ${DEFAULT-VALUE} by default.")
  private int hours;

  @Override
  public Integer call() {
    if (hours < 1 || hours > MAX_HOURS) {
      throw new ParameterException(
          spec.commandLine(), "--hours must be from 1 to " + MAX_HOURS + ", was " + hours);
    }
    String subject = System.getProperty("user.name", "local");
    PrintWriter out = spec.commandLine().getOut();
    out.println(LocalTokens.in(data.path()).issue(subject, role, Duration.ofHours(hours)));
    out.flush();
    return ExitCode.OK;
  }

  /** Reads a role as tokens and contracts write it. */
  static final class PermissionName implements ITypeConverter<Permission> {

    @Override
    public Permission convert(String text) {
      return Permission.ofRole(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is none of " + String.join(", ", new PermissionNames())));
    }
  }

  /** The roles that there are. */
  static final class PermissionNames extends ArrayList<String> {

    PermissionNames() {
      super(names());
    }

    private static List<String> names() {
      return Arrays.stream(Permission.values()).map(Permission::text).toList();
    }
  }
}
