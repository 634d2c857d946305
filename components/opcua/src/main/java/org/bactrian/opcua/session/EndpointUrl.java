package org.bactrian.opcua.session;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Address of an OPC UA server over TCP (Part 6, 7.2).
 *
 * @param text the URL with its scheme in lower case (RFC 3986, 3.1) and without a user
 * @param host name or address, an IPv6 address without brackets
 * @param port TCP port, 4840 where the URL names none
 * @param path what follows the port, empty for nothing
 * @param namesUser whether a user stood before the host, who has no meaning in OPC UA
 */
public record EndpointUrl(String text, String host, int port, String path, boolean namesUser) {

  /** The port of URLs that name none. */
  public static final int DEFAULT_PORT = 4840;

  private static final String SCHEME = "opc.tcp";
  private static final int HIGHEST_PORT = 65_535;
  private static final int LONGEST_QUOTE = 200;
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<user>.*@)?(?<host>\\[[^\\]]+]|[^:\\[\\]]+)(?::(?<port>.*))?");

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException when it is none of OPC UA over TCP; the message quotes the URL
   *     without its user, says what is wrong and what to write
   */
  public static EndpointUrl parse(String url) {
    String quoted = '"' + shown(url) + '"';
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException e) {
      throw fault(quoted + " is no OPC UA address"); // without the cause, which quotes the user
    }
    String authority = uri.getRawAuthority();
    if (!SCHEME.equalsIgnoreCase(uri.getScheme()) || authority == null) {
      throw fault(quoted + " is no OPC UA address");
    }
    Matcher parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      throw fault(quoted + " is no OPC UA address");
    }
    String port = parts.group("port");
    if (port != null && url.contains("@") && !port.matches("\\d+")) {
      throw fault(quoted + " is no OPC UA address"); // the port may be part of a password
    }
    boolean namesUser = parts.group("user") != null;
    String text = SCHEME + url.strip().substring(SCHEME.length());
    return new EndpointUrl(
        namesUser ? text.replaceFirst("//[^/]*@", "//") : text,
        parts.group("host").replaceAll("[\\[\\]]", ""),
        port == null ? DEFAULT_PORT : port(port, quoted),
        uri.getRawPath() == null ? "" : uri.getRawPath(),
        namesUser);
  }

  /** A text for messages, without what may be a user and a password. */
  private static String shown(String text) {
    String plain =
        text.replaceFirst("(?s)^([^:/]*:/*)?.*@", "$1").replaceAll("[\\p{Cc}\\p{Cs}]", "?");
    return plain.length() <= LONGEST_QUOTE ? plain : plain.substring(0, LONGEST_QUOTE) + "…";
  }

  private static int port(String digits, String quoted) {
    if (digits.matches("\\d{1,5}")) {
      int port = Integer.parseInt(digits);
      if (port >= 1 && port <= HIGHEST_PORT) {
        return port;
      }
    }
    throw fault(quoted + " has port \"" + shown(digits) + "\", which is no number from 1 to 65535");
  }

  private static IllegalArgumentException fault(String what) {
    return new IllegalArgumentException(what + ". Write opc.tcp://host:port/path.");
  }
}
