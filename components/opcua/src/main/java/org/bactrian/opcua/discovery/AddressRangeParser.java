package org.bactrian.opcua.discovery;

import java.net.Inet4Address;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parser of one element of a list of address ranges. */
record AddressRangeParser(String text) {

  private static final Pattern CARD = Pattern.compile("\\s*\\[[^\\]]*\\]$");
  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final Pattern PREFIX = Pattern.compile("\\d{1,2}");
  private static final int MAX_PART = 255;

  Stream<AddressRange> ranges(HostNetworks networks) {
    String plain = CARD.matcher(text).replaceFirst("");
    int slash = plain.indexOf('/');
    if (slash >= 0) {
      int prefix = prefix(plain.substring(slash + 1).strip());
      String network = plain.substring(0, slash).strip();
      return network.equals("*")
          ? networks.around(prefix)
          : Stream.of(AddressRange.of(address(network), prefix));
    }
    String[] ends = plain.split("-", -1);
    if (ends.length > 2) {
      throw fault();
    }
    long first = AddressRange.number(address(ends[0].strip()));
    long last = AddressRange.number(address(ends[ends.length - 1].strip()));
    return Stream.of(new AddressRange(Math.min(first, last), Math.max(first, last)));
  }

  private int prefix(String digits) {
    int prefix = PREFIX.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
    if (prefix < 1 || prefix > 32) {
      throw fault();
    }
    return prefix;
  }

  private Inet4Address address(String part) {
    if (part.equalsIgnoreCase("localhost")) {
      return HostNetworks.LOOPBACK;
    }
    Matcher parts = ADDRESS.matcher(part);
    if (!parts.matches()) {
      throw fault();
    }
    long number = 0;
    for (int group = 1; group <= parts.groupCount(); group++) {
      int value = Integer.parseInt(parts.group(group));
      if (value > MAX_PART) {
        throw fault();
      }
      number = number << Byte.SIZE | value;
    }
    return AddressRange.address(number);
  }

  private IllegalArgumentException fault() {
    return new IllegalArgumentException(
        "\""
            + text
            + "\" is no range of addresses. Write 10.0.0.0/24, 10.0.0.5-10.0.0.9, 10.0.0.7 or"
            + " localhost, several of them with ; between.");
  }
}
