package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Filter conditions, of which the first is the root of a tree (Part 4, 7.7.1).
 *
 * @param elements the conditions
 */
public record ContentFilter(List<ContentFilterElement> elements) {

  public ContentFilter {
    elements = elements == null ? null : List.copyOf(elements);
  }
}
