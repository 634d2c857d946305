package org.bactrian.web.http;

import java.time.Duration;
import java.util.List;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.web.problem.Problem;

/** Problems that HTTP itself has. */
final class HttpProblems {

  /** Time to start, or to replace a route. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private HttpProblems() {}

  static Problem notFound(String path) {
    return Problem.of(
        FaultKind.NOT_FOUND,
        "There is nothing at " + path + ". The paths that there are stand in /openapi.json.");
  }

  static Problem methodNotAllowed(String method, List<String> allowed) {
    return Problem.of(
        405,
        "Method not allowed",
        method + " is not possible here. Possible: " + String.join(", ", allowed) + ".");
  }

  static Problem starting() {
    return Problem.of(503, "Starting", "The service is starting. Ask again in a moment.")
        .retryAfter(SOON);
  }

  /** An operation of a contract whose routes are not loaded, or are being replaced. */
  static Problem notRunning(String operation) {
    return Problem.of(
            503,
            "Not running",
            "The service of " + operation + " does not run at the moment. Health tells more.")
        .retryAfter(SOON);
  }

  static Problem bodyTooLarge(long limit) {
    return Problem.of(
        413,
        "Content too large",
        "The body of the request is larger than the " + limit + " bytes that are taken here.");
  }

  /** A body that would not fit even without other requests. */
  static Problem bodyNeedsTooMuch(long needed, long budget) {
    return Problem.of(
        413,
        "Content too large",
        ("To carry out the request takes some %s bytes of memory, and all requests together"
                + " may take %s. Send it in parts.")
            .formatted(needed, budget));
  }

  static Problem busy() {
    return Problem.of(
            FaultKind.BUSY,
            "The requests under way take all memory that they may have together. Ask again later.")
        .retryAfter(SOON);
  }

  static Problem tooManyRequests() {
    return Problem.of(
            FaultKind.BUSY,
            "You have sent more requests in a second than one caller may. Ask again later.")
        .retryAfter(SOON);
  }

  /** The operation was carried out, so a caller must know that it may not simply repeat it. */
  static Problem noRoomForAnswer() {
    return Problem.of(
            FaultKind.BUSY,
            "The request was carried out, but answers that callers have not read yet take all"
                + " memory that there is for them. Read them, and ask again later.")
        .retryAfter(SOON);
  }

  /** An answer that would not fit even without others. */
  static Problem answerTooLarge(long size) {
    return Problem.of(
        500,
        "Answer too large",
        "The request was carried out, but its answer of "
            + size
            + " bytes is larger than all answers together may be. Ask for less at once.");
  }

  static Problem badPath() {
    return Problem.of(
        400,
        "Bad request",
        "The path or the query has a % that two hexadecimal digits do not follow. Write %25 for the"
            + " sign itself.");
  }

  static Problem contentCoded(String coding) {
    return Problem.of(
        415,
        "Unsupported media type",
        "The body is encoded as " + coding + ". Send it without a Content-Encoding.");
  }

  /** The steps of a request go on, so a caller must know that it may not simply repeat it. */
  static Problem late(Duration time) {
    return Problem.of(
        FaultKind.TIMEOUT,
        "The request had no answer in "
            + time.toSeconds()
            + " s. It may still be carried out: look before you ask again.");
  }

  static Problem noEnd() {
    return Problem.of(
        400, "Bad request", "The transfer coding of a request must be chunked and no other.");
  }

  /** Problem for the status with which Vert.x failed a request. */
  static Problem of(int status, String path) {
    return switch (status) {
      case 400 -> Problem.of(400, "Bad request", "The request is not HTTP as it should be.");
      case 404 -> notFound(path);
      case 405 -> Problem.of(405, "Method not allowed", "The method is not possible here.");
      case 406 -> Problem.of(406, "Not acceptable", "No form that is spoken here is taken there.");
      case 413 -> Problem.of(413, "Content too large", "The body of the request is too large.");
      case 414 -> Problem.of(414, "URI too long", "The path with its query is too long.");
      case 431 ->
          Problem.of(431, "Header fields too large", "The header of the request is too large.");
      case 415 -> Problem.of(415, "Unsupported media type", "The form of the body is not known.");
      default -> Problem.of(status, "Failed", "The request failed. The log tells why.");
    };
  }
}
