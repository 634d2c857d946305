package org.bactrian.localazure.keyvault.rest;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;

/**
 * Request of a client, with its body read.
 *
 * @param context has the path and the query
 * @param baseUrl of the vault
 * @param body a JSON object, or missing
 */
public record VaultRequest(RoutingContext context, String baseUrl, JsonNode body) {

  static VaultRequest of(RoutingContext context, String baseUrl) {
    if (context.body().length() <= 0) {
      return new VaultRequest(context, baseUrl, MissingNode.getInstance());
    }
    try {
      JsonNode body = JSON.readTree(context.body().buffer().getBytes());
      if (!body.isObject()) {
        throw KeyVaultFaultException.badParameter("The request's body is not a JSON object");
      }
      requireUnicode(body.toString());
      return new VaultRequest(context, baseUrl, body);
    } catch (JsonProcessingException e) {
      throw KeyVaultFaultException.badParameter(
          "The request's body is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Half a surrogate pair, which JSON can escape, would come back as another character. */
  private static void requireUnicode(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw KeyVaultFaultException.badParameter("The request's body has text that is no Unicode");
    }
  }

  /** Name of the item in the path. */
  public String name() {
    return context.pathParam("name");
  }

  /** Version in the path; empty for the current one. */
  public String version() {
    String version = context.pathParam("version");
    return version == null ? "" : version;
  }

  /** Parameter of the query, or empty. */
  String query(String name) {
    return context.request().getParam(name, "");
  }

  /** Text of the body, or empty. */
  public String text(String name) {
    return body.path(name).asText("");
  }

  /**
   * Bytes of the body.
   *
   * @throws KeyVaultFaultException when they are missing or not Base64 for URLs
   */
  public byte[] bytes(String name) {
    JsonNode value = body.path(name);
    if (!value.isTextual()) {
      throw KeyVaultFaultException.badParameter(name + " is missing");
    }
    return bytesOf(name, value.asText());
  }

  /** Bytes that a text of the body encodes in Base64 for URLs. */
  public static byte[] bytesOf(String name, String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw KeyVaultFaultException.badParameter(name + " is not Base64 for URLs");
    }
  }

  /** Encodes bytes in Base64 for URLs, without padding. */
  public static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
