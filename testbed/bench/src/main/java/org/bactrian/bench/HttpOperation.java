package org.bactrian.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * A request over HTTP. The client works on the thread of its caller alone, so that its cost can be
 * told from that of the server.
 *
 * @param name what it is called in the table
 * @param sound whether an answer of status 200 is what was asked for
 */
record HttpOperation(String name, Request request, Predicate<String> sound)
    implements MeasuredOperation {

  private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(60).toMillis();

  /**
   * @param method GET or POST
   * @param token bearer token; a secret
   * @param body JSON; empty for none
   */
  record Request(String method, URI url, String token, String body) {

    /** Leaves the token out. */
    @Override
    public String toString() {
      return method + " " + url;
    }
  }

  @Override
  public void once() throws IOException {
    HttpURLConnection http = (HttpURLConnection) request.url().toURL().openConnection();
    http.setConnectTimeout(TIMEOUT_MILLIS);
    http.setReadTimeout(TIMEOUT_MILLIS);
    http.setRequestMethod(request.method());
    http.setRequestProperty("Authorization", "Bearer " + request.token());
    if (!request.body().isEmpty()) {
      byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
      http.setRequestProperty("Content-Type", "application/json");
      // Not streamed, so that headers and body leave in one packet.
      http.setDoOutput(true);
      try (OutputStream out = http.getOutputStream()) {
        out.write(body);
      }
    }
    int status = http.getResponseCode();
    String answer = text(status < 400 ? http.getInputStream() : http.getErrorStream());
    if (status != 200 || !sound.test(answer)) {
      throw new IllegalStateException(request + " was answered " + status + ": " + answer);
    }
  }

  /** Reads to the end, so that the connection is used again. */
  private static String text(InputStream stream) throws IOException {
    if (stream == null) {
      return "";
    }
    try (InputStream in = stream) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public boolean isCallerMeasured() {
    return false;
  }

  @Override
  public void close() {}
}
