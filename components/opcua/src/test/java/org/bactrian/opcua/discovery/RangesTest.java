package org.bactrian.opcua.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bactrian.model.discovery.AddressRanges;
import org.bactrian.model.discovery.PortRanges;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.opcua.discovery.HostNetworks.OwnAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {

  private static final HostNetworks HOST =
      new HostNetworks(
          List.of(new OwnAddress(address("10.1.2.3"), 16)), List.of(address("10.9.9.9")));

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/30,                       10.0.0.0/30,               4",
    "10.0.0.77/24,                      10.0.0.0/24,             256",
    "10.0.0.5-10.0.0.9,                 10.0.0.5/32;10.0.0.6/31;10.0.0.8/31, 5",
    "10.0.0.9-10.0.0.8,                 10.0.0.8/31,               2",
    "10.0.0.7,                          10.0.0.7/32,               1",
    "localhost,                         127.0.0.1/32,              1",
    "'10.0.0.0/25; 10.0.0.128/25',      10.0.0.0/24,             256",
    "'10.0.0.4/32,10.0.0.0/30',         10.0.0.0/30;10.0.0.4/32,   5",
    "'10.0.0.0/24 [eth0];10.0.0.9/32',  10.0.0.0/24,             256",
    "*/24,                              10.1.2.0/24,             256",
    "128.0.0.0/1,                       128.0.0.0/1,      2147483648",
    "0.0.0.0-255.255.255.255,           0.0.0.0/0,        4294967296",
    "0.0.0.0/0,                         0.0.0.0/0,        4294967296",
    "'',                                '',                        0"
  })
  void addressesAreReadAsPeopleWriteThemAndShownAsNetworks(String text, String shown, long count) {
    AddressRanges ranges = AddressRanges.parse(text, HOST::around);

    assertThat(ranges).hasToString(shown);
    assertThat(ranges.count()).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0.0/0",
        "10.0.0.256",
        "plc1",
        "10.0.0.1-2-3",
        "::1",
        "10.0.0",
        "/0",
        "/09999999999999999999999999999999999999999999999999999999999999999999999999999999999999",
        "10.0.0.1/00000000000000000000000000000000000000000000000000000000000000000000000000000"
      })
  void whatIsNoRangeOfAddressesIsNamed(String text) {
    assertThatThrownBy(() -> AddressRanges.parse("10.0.0.1;" + text, HOST::around))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void everyAddressOfARangeIsWalkedThroughInOrder() {
    AddressRanges ranges = AddressRanges.parse("10.0.0.254-10.0.1.1", HOST::around);

    assertThat(StreamSupport.stream(ranges.spliterator(), false))
        .extracting(InetAddress::getHostAddress)
        .containsExactly("10.0.0.254", "10.0.0.255", "10.0.1.0", "10.0.1.1");
  }

  @Test
  void theWholeOfAnEnormousRangeIsNotKeptInMemory() {
    AddressRanges everything = AddressRanges.parse("0.0.0.0-255.255.255.255", HOST::around);
    List<String> first = new ArrayList<>();

    for (Inet4Address address : everything) {
      first.add(address.getHostAddress());
      if (first.size() == 2) {
        break;
      }
    }

    assertThat(first).containsExactly("0.0.0.0", "0.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "4840,                      4840,           1",
    "'48000-48100; 4840,4841',  4840-4841;48000-48100, 103",
    "65000-*,                   65000-*,      536",
    "*,                         *,          65535",
    "0-*,                       *,          65535",
    "*-3,                       1-3,            3"
  })
  void portsAreReadAsPeopleWriteThem(String text, String shown, int count) {
    PortRanges ranges = PortRanges.parse(text);

    assertThat(ranges).hasToString(shown);
    assertThat(ranges.count()).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"65536", "5-4", "http", "1-2-3", "-5", "0"})
  void whatIsNoRangeOfPortsIsNamed(String text) {
    assertThatThrownBy(() -> PortRanges.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource({
    "Local,   10.1.2.3/32;127.0.0.1/32,                *",
    "Fast,    10.1.2.0/24;10.9.9.9/32;127.0.0.1/32,   "
        + " 4840-4841;48000-48100;49320;50000;51200-51300;62222",
    "Network, 10.1.0.0/16;10.9.9.9/32;127.0.0.1/32,    4840-4841",
    "Off,     '',                                      ''"
  })
  void aModeLooksWhereVersion28Looked(DiscoveryMode mode, String addresses, String ports) {
    ScanRanges ranges = ScanRanges.of(mode, AddressRanges.NONE, PortRanges.NONE, HOST);

    assertThat(ranges.addresses()).hasToString(addresses);
    assertThat(ranges.ports()).hasToString(ports);
  }

  @Test
  void aWideScanLeavesPortsOfPrintersAndControllersAloneAndMissesNoneOfOpcUa() {
    PortRanges ports =
        ScanRanges.of(DiscoveryMode.Scan, AddressRanges.NONE, PortRanges.NONE, HOST).ports();

    assertThat(ports.count()).isGreaterThan(40_000);
    assertThat(List.of(22, 80, 102, 443, 502, 9100, 44818)).noneMatch(ports::contains);
    assertThat(List.of(4840, 4841, 48010, 49320, 50000, 62222)).allMatch(ports::contains);
  }

  @Test
  void givenRangesTakeThePlaceOfThoseOfTheMode() {
    ScanRanges ranges =
        ScanRanges.of(
            DiscoveryMode.Fast,
            AddressRanges.parse("192.168.0.0/30", HOST::around),
            PortRanges.parse("5000"),
            HOST);

    assertThat(ranges.addresses()).hasToString("192.168.0.0/30");
    assertThat(ranges.ports()).hasToString("5000");
  }

  @Test
  void aLocalScanNeverLeavesThisHostWhateverIsGiven() {
    ScanRanges ranges =
        ScanRanges.of(
            DiscoveryMode.Local,
            AddressRanges.parse("10.1.2.0/24;127.0.0.0/30;192.168.0.1", HOST::around),
            PortRanges.NONE,
            HOST);

    assertThat(ranges.addresses()).hasToString("10.1.2.3/32;127.0.0.0/30");
  }

  @Test
  void thisHostIsLookedAtWithoutFailing() {
    HostNetworks here = HostNetworks.ofThisHost(Map.of("IOTEDGE_GATEWAYHOSTNAME", "localhost"));

    assertThat(here.neighbours()).contains(address("127.0.0.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "opc.tcp://plc1,              opc.tcp://plc1:4840/",
    "opc.tcp://plc_1:50000,       opc.tcp://plc_1:50000/",
    "OPC.TCP://10.0.0.5:4840/a/b, opc.tcp://10.0.0.5:4840/a/b",
    "opc.tcp://[::1]:4841/,       opc.tcp://[::1]:4841/"
  })
  void aUrlIsShownWithItsPortAndPath(String text, String shown) {
    assertThat(DiscoveryUrl.parse(text)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://plc1", "plc1", "opc.tcp://", "opc.tcp://plc1:99999", "a b"})
  void whatIsNoUrlOfAServerIsNamed(String text) {
    assertThatThrownBy(() -> DiscoveryUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  private static Inet4Address address(String text) {
    try {
      return (Inet4Address) InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
