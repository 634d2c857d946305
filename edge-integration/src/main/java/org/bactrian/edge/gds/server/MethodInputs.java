package org.bactrian.edge.gds.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.bactrian.model.vault.ApplicationVaultRequest;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.jspecify.annotations.Nullable;

/**
 * Values that a client passed to a method, of the types that the method takes. A value that is null
 * stands for an empty one.
 *
 * @param values a value for each input of the method
 */
record MethodInputs(Variant[] values) {

  private @Nullable Object value(int index) {
    return values[index].value();
  }

  /** The value of that input. */
  <T> T get(int index, Class<T> type) throws UaException {
    Object value = value(index);
    if (value == null) {
      throw invalid("Argument %d is missing.".formatted(index + 1));
    }
    return type.cast(value);
  }

  NodeId nodeId(int index) {
    return value(index) instanceof NodeId id ? id : NodeId.NULL_VALUE;
  }

  /**
   * The id of an application or request, which is a GUID in the namespace of Part 12.
   *
   * @throws UaException with Bad_NotFound for another one
   */
  UUID guid(int index) throws UaException {
    if (nodeId(index).getIdentifier() instanceof UUID id) {
      return id;
    }
    throw new UaException(
        StatusCodes.Bad_NotFound, nodeId(index) + " is no id that was given here.");
  }

  long number(int index) {
    return value(index) instanceof UInteger number ? number.longValue() : 0;
  }

  byte[] bytes(int index) {
    return value(index) instanceof ByteString bytes ? bytes.bytesOrEmpty() : new byte[0];
  }

  /**
   * A text; empty for null.
   *
   * @throws UaException with Bad_InvalidArgument when it is too long
   */
  String text(int index) throws UaException {
    return text(value(index) instanceof String text ? text : null);
  }

  /** A list of texts, without those that are null or empty. */
  List<String> texts(int index) throws UaException {
    return texts(value(index) instanceof String[] texts ? texts : null);
  }

  /** Checks the length of a text that a client sent. */
  static String text(@Nullable String text) throws UaException {
    if (text == null) {
      return "";
    }
    if (text.length() > ApplicationVaultRequest.MAX_TEXT) {
      throw invalid(
          "A text has %d characters, more than %d."
              .formatted(text.length(), ApplicationVaultRequest.MAX_TEXT));
    }
    return text;
  }

  /** Checks the number and lengths of texts that a client sent. */
  static List<String> texts(String @Nullable [] texts) throws UaException {
    List<String> checked = new ArrayList<>();
    if (texts != null) {
      if (texts.length > ApplicationVaultRequest.MAX_LIST) {
        throw invalid(
            "A list has %d texts, more than %d."
                .formatted(texts.length, ApplicationVaultRequest.MAX_LIST));
      }
      for (String text : Arrays.asList(texts)) {
        if (text != null && !text.isEmpty()) {
          checked.add(text(text));
        }
      }
    }
    return checked;
  }

  static UaException invalid(String fault) {
    return new UaException(StatusCodes.Bad_InvalidArgument, fault);
  }
}
