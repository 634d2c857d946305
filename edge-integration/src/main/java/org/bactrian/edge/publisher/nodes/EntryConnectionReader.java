package org.bactrian.edge.publisher.nodes;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.EndpointUrl;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.UserCredential;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the server, its security and its user from an entry. */
final class EntryConnectionReader {

  private static final Logger LOG = LoggerFactory.getLogger(EntryConnectionReader.class);

  private final PublishedNodesEntry entry;
  private final PublishingDefaults defaults;
  private final AttributeValues values;
  private final List<EntryProblem> problems;

  private EntryConnectionReader(
      PublishedNodesEntry entry, PublishingDefaults defaults, List<EntryProblem> problems) {
    this.defaults = defaults;
    this.entry = entry;
    this.values = entry.values();
    this.problems = problems;
  }

  /**
   * The connection of an entry.
   *
   * @param defaults settings that the entry leaves open
   * @param problems takes what is wrong with it
   * @return empty when it cannot be made
   */
  static Optional<ConnectionSettings> of(
      PublishedNodesEntry entry, PublishingDefaults defaults, List<EntryProblem> problems) {
    return new EntryConnectionReader(entry, defaults, problems).settings();
  }

  private Optional<ConnectionSettings> settings() {
    Optional<String> url = url();
    RequiredSecurityMode mode = mode();
    Optional<String> policy = policy(mode);
    Optional<UserCredential> user = user();
    if (url.isEmpty() || policy.isEmpty() || user.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ConnectionSettings(url.get(), mode, policy.get(), user.get())
            .withReverseConnect(
                values.flag(EntryAttribute.USE_REVERSE_CONNECT, defaults.reverseConnect())));
  }

  private Optional<String> url() {
    String url = values.text(EntryAttribute.ENDPOINT_URL).strip();
    if (url.isEmpty()) {
      return refuse(
          EntryAttribute.ENDPOINT_URL,
          "The entry has no EndpointUrl. Write \"EndpointUrl\": \"opc.tcp://host:4840\".");
    }
    try {
      EndpointUrl address = EndpointUrl.parse(url);
      if (address.namesUser()) {
        warn(
            EntryAttribute.ENDPOINT_URL,
            "EndpointUrl names a user before the host, who has no effect. Write"
                + " OpcAuthenticationMode, OpcAuthenticationUsername and OpcAuthenticationPassword"
                + " instead.");
      }
      return Optional.of(address.text());
    } catch (IllegalArgumentException e) {
      return refuse(EntryAttribute.ENDPOINT_URL, "EndpointUrl " + e.getMessage());
    }
  }

  private RequiredSecurityMode mode() {
    return switch (values.text(EntryAttribute.ENDPOINT_SECURITY_MODE)) {
      case "Best" -> RequiredSecurityMode.BEST;
      case "Sign" -> RequiredSecurityMode.SIGN;
      case "SignAndEncrypt" -> RequiredSecurityMode.SIGN_AND_ENCRYPT;
      case "None" -> RequiredSecurityMode.NONE;
      case "NotNone" -> RequiredSecurityMode.NOT_NONE;
      default ->
          values.flag(EntryAttribute.USE_SECURITY, false)
              ? RequiredSecurityMode.NOT_NONE
              : RequiredSecurityMode.NONE;
    };
  }

  private Optional<String> policy(RequiredSecurityMode mode) {
    String text = values.text(EntryAttribute.ENDPOINT_SECURITY_POLICY).strip();
    if (text.isEmpty()) {
      return Optional.of("");
    }
    Optional<SecurityPolicy> policy =
        Arrays.stream(SecurityPolicy.values())
            .filter(one -> one.getUri().equals(text) || one.name().equalsIgnoreCase(text))
            .findFirst();
    if (policy.isEmpty()) {
      List<String> names = Arrays.stream(SecurityPolicy.values()).map(Enum::name).toList();
      return refuse(
          EntryAttribute.ENDPOINT_SECURITY_POLICY,
          "EndpointSecurityPolicy %s is not known. Write one of %s, or its URI."
              .formatted(AttributeValues.quoted(text), String.join(", ", names)));
    }
    boolean none = policy.get() == SecurityPolicy.None;
    if (mode != RequiredSecurityMode.BEST && none != (mode == RequiredSecurityMode.NONE)) {
      return refuse(
          EntryAttribute.ENDPOINT_SECURITY_POLICY,
          none
              ? "EndpointSecurityPolicy None and security exclude each other. Remove one of them."
              : "EndpointSecurityPolicy "
                  + policy.get().name()
                  + " needs security, which is off. Add \"UseSecurity\": true.");
    }
    return Optional.of(policy.get().getUri());
  }

  private Optional<UserCredential> user() {
    String mode = values.text(EntryAttribute.OPC_AUTHENTICATION_MODE);
    String name = values.text(EntryAttribute.OPC_AUTHENTICATION_USERNAME);
    if (mode.isEmpty() || mode.equals("Anonymous")) {
      if (!name.isEmpty() && mode.isEmpty()) {
        warn(
            EntryAttribute.OPC_AUTHENTICATION_USERNAME,
            values.quoted(EntryAttribute.OPC_AUTHENTICATION_USERNAME)
                + " has no effect without"
                + " \"OpcAuthenticationMode\": \"UsernamePassword\". The session is anonymous.");
      }
      return Optional.of(UserCredential.ANONYMOUS);
    }
    Optional<String> user;
    Optional<String> secret;
    try {
      user =
          credential(
              EntryAttribute.OPC_AUTHENTICATION_USERNAME, EntryAttribute.ENCRYPTED_AUTH_USERNAME);
      secret =
          credential(
              EntryAttribute.OPC_AUTHENTICATION_PASSWORD, EntryAttribute.ENCRYPTED_AUTH_PASSWORD);
    } catch (IOException e) {
      LOG.warn("The key of encrypted credentials cannot be read", e);
      return refuse(
          EntryAttribute.OPC_AUTHENTICATION_MODE,
          ("EncryptedAuthUsername and EncryptedAuthPassword cannot be decrypted, since %s in the"
                  + " data folder is damaged or may not be read. Restore it from a backup, or write"
                  + " OpcAuthenticationUsername and OpcAuthenticationPassword.")
              .formatted(defaults.cipher().keyFile().getFileName()));
    }
    if (user.isEmpty() || secret.isEmpty()) {
      return refuse(
          EntryAttribute.OPC_AUTHENTICATION_MODE,
          "EncryptedAuthUsername or EncryptedAuthPassword was not encrypted with the key of this"
              + " edge. Write OpcAuthenticationUsername and OpcAuthenticationPassword.");
    }
    name = user.get();
    String password = secret.get();
    if (mode.equals("JwtToken")) {
      return token(password.strip());
    }
    if (mode.equals("Certificate")) {
      return name.isEmpty()
          ? refuse(
              EntryAttribute.OPC_AUTHENTICATION_MODE,
              "OpcAuthenticationMode Certificate has no OpcAuthenticationUsername. Write the subject"
                  + " or the thumbprint of a certificate in the store User.")
          : Optional.of(new UserCredential.CertificateFromStore(name, password));
    }
    if (name.isEmpty()) {
      return refuse(
          EntryAttribute.OPC_AUTHENTICATION_MODE,
          "OpcAuthenticationMode UsernamePassword has no OpcAuthenticationUsername. Write it.");
    }
    return Optional.of(new UserCredential.UserName(name, password));
  }

  private Optional<UserCredential> token(String text) {
    if (text.isEmpty()) {
      return refuse(
          EntryAttribute.OPC_AUTHENTICATION_MODE,
          "OpcAuthenticationMode JwtToken has no OpcAuthenticationPassword. Write the token.");
    }
    Optional<String> fault = UserCredential.JsonWebToken.fault(text);
    return fault.isEmpty()
        ? Optional.of(new UserCredential.JsonWebToken(text))
        : refuse(
            EntryAttribute.OPC_AUTHENTICATION_PASSWORD,
            "OpcAuthenticationPassword is no JSON Web Token: it "
                + fault.get()
                + ". Write the token as its authority has issued it.");
  }

  /** The plain credential, or the encrypted one; empty when that cannot be decrypted. */
  private Optional<String> credential(
      PublishedNodesAttribute plain, PublishedNodesAttribute encrypted) throws IOException {
    String text = values.get(plain, String.class).orElse("");
    String sealed = values.text(encrypted);
    return !text.isEmpty() || sealed.isEmpty()
        ? Optional.of(text)
        : defaults.cipher().decrypt(sealed);
  }

  private <T> Optional<T> refuse(PublishedNodesAttribute attribute, String cause) {
    boolean alreadySaid =
        entry.problems().stream().anyMatch(one -> one.attribute().equals(attribute.text()));
    if (!alreadySaid) {
      FileLocation at = values.at(attribute).orElse(entry.at());
      problems.add(EntryProblem.error(at, cause, attribute.text()));
    }
    return Optional.empty();
  }

  private void warn(PublishedNodesAttribute attribute, String cause) {
    problems.add(EntryProblem.warning(values.at(attribute).orElse(entry.at()), cause));
  }
}
