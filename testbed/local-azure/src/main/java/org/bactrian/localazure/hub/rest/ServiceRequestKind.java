package org.bactrian.localazure.hub.rest;

/**
 * Kinds of service requests that IoT Hub throttles apart ("IoT Hub quotas and throttling",
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling).
 */
public enum ServiceRequestKind {
  /** Query of twins. */
  QUERY,
  /** Operation on an identity of the registry. */
  IDENTITY,
  /** Read or change of a twin. */
  TWIN,
  /** Call of a direct method. */
  METHOD;

  static ServiceRequestKind of(String path) {
    if (path.equals("/devices/query")) {
      return QUERY;
    }
    if (!path.startsWith("/twins/")) {
      return IDENTITY;
    }
    return path.endsWith("/methods") ? METHOD : TWIN;
  }
}
