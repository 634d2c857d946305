package org.bactrian.localazure.hub.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The functions that a condition may call. Names are read in any case, with or without _. */
enum QueryFunction {
  IS_DEFINED(value -> !value.isMissingNode()),
  IS_NULL(JsonNode::isNull),
  IS_STRING(JsonNode::isTextual),
  IS_NUMBER(JsonNode::isNumber),
  IS_BOOL(JsonNode::isBoolean),
  IS_OBJECT(JsonNode::isObject),
  IS_ARRAY(JsonNode::isArray),
  IS_PRIMITIVE(value -> value.isValueNode()),
  STARTS_WITH(String::startsWith),
  ENDS_WITH(String::endsWith),
  CONTAINS(String::contains);

  private final int arity;
  private final Predicate<JsonNode> ofType;
  private final BiPredicate<String, String> ofText;

  QueryFunction(Predicate<JsonNode> ofType) {
    this.arity = 1;
    this.ofType = ofType;
    this.ofText = (text, part) -> false;
  }

  QueryFunction(BiPredicate<String, String> ofText) {
    this.arity = 2;
    this.ofType = value -> false;
    this.ofText = ofText;
  }

  static Optional<QueryFunction> named(String name) {
    return Arrays.stream(values())
        .filter(function -> plain(function.name()).equals(plain(name)))
        .findFirst();
  }

  private static String plain(String name) {
    return name.toUpperCase(Locale.ROOT).replace("_", "");
  }

  int arity() {
    return arity;
  }

  /** Applies this to as many arguments as it takes; text functions of no text are undefined. */
  JsonNode apply(List<JsonNode> arguments) {
    JsonNode first = arguments.get(0);
    if (arity == 1) {
      return BooleanNode.valueOf(ofType.test(first));
    }
    JsonNode second = arguments.get(1);
    return first.isTextual() && second.isTextual()
        ? BooleanNode.valueOf(ofText.test(first.textValue(), second.textValue()))
        : MissingNode.getInstance();
  }
}
