package org.bactrian.opcua.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/**
 * JSON that is no value of the wanted type. It learns its place on the way out, so that reading a
 * million good elements costs nothing.
 */
final class ValueFaultException extends RuntimeException {

  private static final int LONGEST_QUOTE = 60;

  private final transient Deque<String> place = new ArrayDeque<>();

  /**
   * @param fault what is wrong, without a full stop
   * @param mend what to write instead, as a sentence
   */
  ValueFaultException(String fault, String mend) {
    super(fault + ". " + mend);
  }

  /** A fault that quotes the JSON: {@code "abc" is no Int32}. */
  static ValueFaultException of(JsonNode json, String fault, String mend) {
    return new ValueFaultException(quoted(json) + " " + fault, mend);
  }

  /** Adds the member or element that the JSON stands in. */
  ValueFaultException in(Object token) {
    place.addFirst(token.toString());
    return this;
  }

  /**
   * The fault as the caller is told it.
   *
   * @param root where the value stands in the request
   */
  OperationException at(JsonPointer root) {
    JsonPointer pointer = root;
    for (String token : place) {
      pointer = pointer.appendProperty(token);
    }
    String where = pointer.matches() ? "" : pointer + ": ";
    return new OperationException(FaultKind.BAD_REQUEST, where + getMessage(), this);
  }

  private static String quoted(JsonNode json) {
    String text = json.toString();
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }
}
