package org.bactrian.iothub.link;

import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.mqtt.exceptions.MqttUnauthorizedException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Message about a failed connection: one sentence for the cause, another for the remedy. */
final class LinkFailureMessage {

  private LinkFailureMessage() {}

  /**
   * Returns both sentences, without anything secret.
   *
   * @param port port that is connected to
   */
  static String explain(String subject, int port, Throwable failure) {
    List<Throwable> causes = causes(failure);
    if (find(causes, MqttUnauthorizedException.class).isPresent() || isUnauthorized(causes)) {
      return "IoT Hub refused "
          + subject
          + ": not authorized. Check that the identity exists and is enabled, that the connection"
          + " string carries its own key, and that the clock of this machine is right.";
    }
    Optional<UnknownHostException> unknownHost = find(causes, UnknownHostException.class);
    if (unknownHost.isPresent()) {
      return ("The host name of %s is unknown: %s. Check HostName and GatewayHostName, and the name"
              + " resolution of this machine.")
          .formatted(subject, unknownHost.get().getMessage());
    }
    if (find(causes, SSLException.class).isPresent()) {
      return ("There is no trusted TLS connection for %s: %s. For a hub or gateway with a private"
              + " certificate authority, set caFile to its PEM file.")
          .formatted(subject, find(causes, SSLException.class).get().getMessage());
    }
    if (find(causes, ConnectException.class).isPresent()
        || find(causes, SocketTimeoutException.class).isPresent()) {
      return "IoT Hub cannot be reached for %s. Check the network, and that port %s is open to it."
          .formatted(subject, port);
    }
    Optional<NoSuchFileException> noFile = find(causes, NoSuchFileException.class);
    if (noFile.isPresent()) {
      return "There is no file " + noFile.get().getFile() + ", set for " + subject + ".";
    }
    if (find(causes, EOFException.class).isPresent()
        || find(causes, SocketException.class).isPresent()) {
      return "The connection of " + subject + " was closed by IoT Hub or on the way to it.";
    }
    Throwable last = causes.get(causes.size() - 1);
    return "The connection of "
        + subject
        + " failed: "
        + (last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage())
        + ".";
  }

  private static boolean isUnauthorized(List<Throwable> causes) {
    return find(causes, IotHubClientException.class)
        .filter(e -> e.getStatusCode() == IotHubStatusCode.UNAUTHORIZED)
        .isPresent();
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = failure;
        cause != null && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  private static <T extends Throwable> Optional<T> find(List<Throwable> causes, Class<T> type) {
    return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
