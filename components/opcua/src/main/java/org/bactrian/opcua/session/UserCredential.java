package org.bactrian.opcua.session;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Credentials of the user of a session. Equal credentials may share a session. No secret is ever
 * printed.
 */
public sealed interface UserCredential {

  /** Credential of an anonymous user. */
  UserCredential ANONYMOUS = new Anonymous();

  /** Anonymous user. */
  record Anonymous() implements UserCredential {}

  /**
   * A user with a password.
   *
   * @param user name of the user, not blank
   * @param password secret of the user, may be empty
   */
  record UserName(String user, String password) implements UserCredential {
    @Override
    public String toString() {
      return "UserName[" + user + "]";
    }
  }

  /**
   * A user with a certificate.
   *
   * @param certificate what the server sees
   * @param key what proves it
   */
  record Certificate(X509Certificate certificate, PrivateKey key) implements UserCredential {
    @Override
    public String toString() {
      return "Certificate[" + certificate.getSubjectX500Principal().getName() + "]";
    }
  }

  /**
   * A user with a certificate of the store User, which is read at each connect, so that it may be
   * added and replaced while the process runs.
   *
   * @param name thumbprint, distinguished name or common name of the certificate
   * @param password what protects its key
   */
  record CertificateFromStore(String name, String password) implements UserCredential {
    @Override
    public String toString() {
      return "CertificateFromStore[" + name + "]";
    }
  }

  /**
   * A user that an authority has named in a JSON Web Token (Part 6, 6.5.2).
   *
   * @param text what proves the user, a secret until it expires
   */
  record JsonWebToken(String text) implements UserCredential {

    /** Most characters; a longer one makes messages that servers refuse. */
    public static final int LONGEST = 65_536;

    public JsonWebToken {
      fault(text)
          .ifPresent(
              fault -> {
                throw new IllegalArgumentException("the token " + fault);
              });
    }

    /** Returns what keeps a text from being a token, as a predicate that tells nothing of it. */
    public static Optional<String> fault(String text) {
      if (text.isEmpty()) {
        return Optional.of("is empty");
      }
      if (text.length() > LONGEST) {
        return Optional.of("is longer than " + LONGEST + " characters");
      }
      return text.chars().allMatch(c -> c > ' ' && c < 0x7F)
          ? Optional.empty()
          : Optional.of("has a space, a line break or another character that no token has");
    }

    @Override
    public String toString() {
      return "JsonWebToken";
    }
  }
}
