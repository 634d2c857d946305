package org.bactrian.cloud.paging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.jspecify.annotations.Nullable;

/**
 * Text that callers ask for the next page of a list with. It holds a position in the list, and the
 * name of the list, so that no list takes the token of another one.
 */
public final class ContinuationToken {

  /** Entries of a page unless the caller says how many. */
  public static final int DEFAULT_PAGE = 100;

  private static final String LIST = "of";
  private static final int LONGEST_ID = 300;

  private ContinuationToken() {}

  /** Makes an empty position of a list. */
  public static ObjectNode positionOf(String list) {
    return JsonNodeFactory.instance.objectNode().put(LIST, list);
  }

  /** Writes a position. */
  public static String text(JsonNode position) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(RegistryJson.bytes(position));
  }

  /**
   * Reads a position.
   *
   * @param list name of the list that it is to be one of
   * @throws OperationException of kind BAD_REQUEST when it is none
   */
  public static JsonNode position(String token, String list) {
    JsonNode position;
    try {
      position = RegistryJson.read(Base64.getUrlDecoder().decode(token), JsonNode.class);
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BAD_REQUEST);
      throw unreadable(e);
    } catch (IllegalArgumentException e) {
      throw unreadable(e);
    }
    if (!position.path(LIST).asText().equals(list)) {
      throw unreadable(null);
    }
    return position;
  }

  /**
   * The id in a position that the list went to; empty for none.
   *
   * @throws OperationException of kind BAD_REQUEST when nothing can have that id: a database may
   *     refuse to look for it
   */
  public static String id(JsonNode position, String member) {
    String id = position.path(member).asText();
    if (id.length() > LONGEST_ID || id.chars().anyMatch(Character::isISOControl)) {
      throw unreadable(null);
    }
    return id;
  }

  /**
   * Number of entries that a caller asks for.
   *
   * @param pageSize null for the usual number
   * @throws OperationException of kind BAD_REQUEST when it is less than 1
   */
  public static int size(@Nullable Integer pageSize) {
    if (pageSize == null) {
      return DEFAULT_PAGE;
    }
    if (pageSize < 1) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "pageSize has to be 1 or more, was " + pageSize + ".");
    }
    return pageSize;
  }

  private static OperationException unreadable(@Nullable Exception cause) {
    return new OperationException(
        FaultKind.BAD_REQUEST,
        "continuationToken is none that this list gave. Ask without it for the first page.",
        cause);
  }
}
