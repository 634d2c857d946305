package org.bactrian.launcher.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.edge.options.EdgeOptionException;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.launcher.secret.SecretException;
import org.bactrian.launcher.secret.SecretFiles;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.UserCredential;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of a connection to an OPC UA server; those of trust are the edge's. */
final class ServerConnectionOptions {

  private static final String PASSWORD = "BACTRIAN_OPCUA_PASSWORD";
  private static final String PASSWORD_FILE = PASSWORD + "_FILE";

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--security",
      paramLabel = "MODE",
      defaultValue = "best",
      description =
          "Message security: best (of what the server offers, ${DEFAULT-VALUE} by default), none,"
              + " not-none, sign or sign-and-encrypt.")
  private String security;

  @Option(
      names = "--security-policy",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Security policy, such as Basic256Sha256; the best one by default.")
  private String policy;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      defaultValue = "",
      description = "User; anonymous by default.")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "File with the password of the user; by default it is in BACTRIAN_OPCUA_PASSWORD, or in"
              + " the file that BACTRIAN_OPCUA_PASSWORD_FILE names.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--pki",
      paramLabel = "DIR",
      defaultValue = "",
      description = "Folder of the certificates, as the edge's; pki in the data folder by default.")
  private String pki;

  @Option(names = "--aa", description = "Trusts every server with a valid certificate.")
  private boolean autoAccept;

  @Option(
      names = "--check-host-name",
      description = "Refuses a server whose certificate names another host.")
  private boolean checkHostName;

  @Option(
      names = "--minkeysize",
      paramLabel = "BITS",
      defaultValue = "",
      description = "Smallest RSA key of the server's certificate, for old servers.")
  private String minimumKeySize;

  @Option(
      names = "--allow-clear-passwords",
      description = "Sends the password where nothing encrypts it.")
  private boolean allowClearPasswords;

  @Option(
      names = "--rejectunknownrevocationstatus",
      paramLabel = "true|false",
      defaultValue = "",
      description = "Whether a missing revocation list refuses a server; true by default.")
  private String rejectUnknownRevocation;

  @Option(
      names = "--ct",
      paramLabel = "SECONDS",
      defaultValue = "",
      description = "Longest time until there is a connection, as the edge's; 10 by default.")
  private String connectTimeout;

  @Option(
      names = "--ot",
      paramLabel = "MS",
      defaultValue = "",
      description = "Longest time for one service call, as the edge's; 60000 by default.")
  private String operationTimeout;

  /**
   * Server, security and user.
   *
   * @throws ParameterException when an option has a value that it cannot have
   * @throws CommandFailure when the password cannot be read
   */
  ConnectionSettings connection(String endpointUrl) {
    try {
      RequiredSecurityMode mode = mode();
      return new ConnectionSettings(endpointUrl, mode, policyUri(mode), user());
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Options of an edge with these options, its environment and its data folder.
   *
   * @throws ParameterException when an option has a value that it cannot have
   */
  EdgeOptions edge(Path data) {
    List<String> arguments = new ArrayList<>(List.of("--data=" + data));
    add(arguments, "--pki", pki);
    add(arguments, "--minkeysize", minimumKeySize);
    add(arguments, "--rejectunknownrevocationstatus", rejectUnknownRevocation);
    add(arguments, "--ct", connectTimeout);
    add(arguments, "--ot", operationTimeout);
    addFlag(arguments, "--aa", autoAccept);
    addFlag(arguments, "--check-host-name", checkHostName);
    addFlag(arguments, "--allow-clear-passwords", allowClearPasswords);
    try {
      return EdgeOptionsReader.read(arguments, trustVariables()).options();
    } catch (EdgeOptionException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /** Variables of the environment that say what the options of trust say to the edge. */
  private static Map<String, String> trustVariables() {
    return Stream.of(
            "PkiRootPath",
            "AutoAcceptUntrustedCertificates",
            "RejectUnknownRevocationStatus",
            "MinimumCertificateKeySize",
            "ApplicationName",
            "ApplicationUri",
            "CreateSessionTimeout",
            "OperationTimeout",
            "BACTRIAN_CHECK_HOST_NAME",
            "BACTRIAN_ALLOW_CLEAR_PASSWORDS")
        .filter(System.getenv()::containsKey)
        .collect(Collectors.toMap(name -> name, System::getenv));
  }

  private static void add(List<String> arguments, String name, String value) {
    if (!value.isEmpty()) {
      arguments.add(name + "=" + value);
    }
  }

  private static void addFlag(List<String> arguments, String name, boolean given) {
    if (given) {
      arguments.add(name);
    }
  }

  private RequiredSecurityMode mode() {
    String wanted = security.replaceAll("[-_]", "");
    return Arrays.stream(RequiredSecurityMode.values())
        .filter(mode -> mode.name().replace("_", "").equalsIgnoreCase(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "--security \"%s\" is not known. Write best, none, not-none, sign or sign-and-encrypt."
                        .formatted(security)));
  }

  private String policyUri(RequiredSecurityMode mode) {
    if (policy.isEmpty()) {
      return "";
    }
    SecurityPolicy found =
        Arrays.stream(SecurityPolicy.values())
            .filter(one -> one.getUri().equals(policy) || one.name().equalsIgnoreCase(policy))
            .findFirst()
            .orElseThrow(
                () ->
                    wrong(
                        "--security-policy \"%s\" is not known. Write one of %s, or its URI."
                            .formatted(
                                policy,
                                Arrays.stream(SecurityPolicy.values())
                                    .map(Enum::name)
                                    .collect(Collectors.joining(", ")))));
    boolean none = found == SecurityPolicy.None;
    if (mode != RequiredSecurityMode.BEST && none != (mode == RequiredSecurityMode.NONE)) {
      throw wrong(
          "--security-policy %s and --security %s exclude each other. Leave one of them out."
              .formatted(found.name(), security));
    }
    return found.getUri();
  }

  private UserCredential user() {
    if (user.isBlank()) {
      if (passwordFile != null) {
        throw wrong("--password-file has no effect without --user. Add --user=NAME.");
      }
      return UserCredential.ANONYMOUS;
    }
    try {
      return new UserCredential.UserName(
          user,
          Optional.ofNullable(passwordFile)
              .map(file -> password(Map.of(PASSWORD_FILE, file.toString())))
              .orElseGet(() -> password(System.getenv())));
    } catch (SecretException e) {
      String message = String.valueOf(e.getMessage());
      throw new CommandFailure(
          ExitCode.FAILED,
          passwordFile == null ? message : message.replace(PASSWORD_FILE, "--password-file"),
          e);
    }
  }

  private static String password(Map<String, String> variables) {
    return SecretFiles.expand(variables, List.of(PASSWORD)).getOrDefault(PASSWORD, "");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
