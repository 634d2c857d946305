package org.bactrian.edge.twin.contract;

/** Reads an attribute by its name, or by its id (Part 6, A.1), which begins at 1. */
final class AttributeNameReader extends NumberedChoiceReader<AttributeName> {

  AttributeNameReader() {
    super(AttributeName.class);
  }

  @Override
  int numberOf(AttributeName constant) {
    return constant.ordinal() + 1;
  }
}
