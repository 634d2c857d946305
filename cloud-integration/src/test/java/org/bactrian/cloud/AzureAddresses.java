package org.bactrian.cloud;

import java.util.List;
import org.bactrian.localazure.LocalAzure;

/** Addresses of a local Azure, which may run in another process. */
public record AzureAddresses(
    String hubService, int hubRestPort, String caFile, String serviceBus, String eventHubs) {

  /** Those of one in this process. */
  public static AzureAddresses of(LocalAzure azure) {
    return new AzureAddresses(
        azure.hub().serviceConnectionString(),
        azure.hub().restPort(),
        azure.caFile().toString(),
        azure.serviceBus().connectionString(),
        azure.hub().eventHubConnectionString());
  }

  /** Those that {@link #toLine} wrote. */
  public static AzureAddresses parse(String line) {
    List<String> parts = List.of(line.split(" "));
    return new AzureAddresses(
        parts.get(0), Integer.parseInt(parts.get(1)), parts.get(2), parts.get(3), parts.get(4));
  }

  /** A line of text; none of the addresses has a space in it. */
  public String toLine() {
    return String.join(
        " ", hubService, Integer.toString(hubRestPort), caFile, serviceBus, eventHubs);
  }
}
