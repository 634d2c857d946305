package org.bactrian.localazure.iotedge;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.hub.identity.ClientId;

/**
 * Operations of IoT Edge's workload API for one module: signatures with a key that the module never
 * sees, and the authorities to trust ("IoT Edge Module Workload API", version 2020-07-22 in
 * https://github.com/Azure/iotedge). Thread-safe.
 */
final class WorkloadApi {

  private static final Pattern SIGN = Pattern.compile("/modules/([^/]+)/genid/([^/]+)/sign");
  private static final String TRUST_BUNDLE = "/trust-bundle";
  private static final String ALGORITHM = "HMACSHA256";

  private final LocalAzure azure;
  private final ClientId module;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  WorkloadApi(LocalAzure azure, ClientId module) {
    this.azure = azure;
    this.module = module;
  }

  /**
   * Answer to a request.
   *
   * @param status HTTP status
   * @param body JSON, with a {@code message} when the request was refused
   */
  record Answer(HttpResponseStatus status, ObjectNode body) {

    static Answer refused(HttpResponseStatus status, String message) {
      return new Answer(status, JsonNodeFactory.instance.objectNode().put("message", message));
    }
  }

  /** Carries out a request. */
  Answer answer(HttpMethod method, String uri, String body) {
    QueryStringDecoder target = new QueryStringDecoder(uri);
    requests.add(method + " " + target.path());
    if (!target.parameters().containsKey("api-version")) {
      return Answer.refused(HttpResponseStatus.BAD_REQUEST, "api-version is missing");
    }
    Matcher sign = SIGN.matcher(target.path());
    if (sign.matches() && method.equals(HttpMethod.POST)) {
      return sign(sign.group(1), sign.group(2), body);
    }
    if (target.path().equals(TRUST_BUNDLE) && method.equals(HttpMethod.GET)) {
      return trustBundle();
    }
    return Answer.refused(
        HttpResponseStatus.NOT_FOUND, "There is no " + method + " " + target.path() + " here");
  }

  /** Methods and paths of the requests so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private Answer sign(String name, String generation, String body) {
    if (!name.equals(module.moduleName()) || !generation.equals(azure.hub().generationId(module))) {
      return Answer.refused(
          HttpResponseStatus.NOT_FOUND,
          "Module %s of generation %s does not own this socket".formatted(name, generation));
    }
    try {
      JsonNode request = JSON.readTree(body);
      if (!request.path("algo").asText().equals(ALGORITHM)) {
        return Answer.refused(HttpResponseStatus.BAD_REQUEST, "algo must be " + ALGORITHM);
      }
      byte[] data = Base64.getDecoder().decode(request.path("data").asText());
      String digest = Base64.getEncoder().encodeToString(azure.hub().sign(module, data));
      return new Answer(
          HttpResponseStatus.OK, JsonNodeFactory.instance.objectNode().put("digest", digest));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Answer.refused(
          HttpResponseStatus.BAD_REQUEST, "The body must be JSON with data in Base64");
    }
  }

  private Answer trustBundle() {
    try {
      return new Answer(
          HttpResponseStatus.OK,
          JsonNodeFactory.instance
              .objectNode()
              .put("certificate", Files.readString(azure.caFile())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
