package org.bactrian.edge.twin.contract;

import org.jspecify.annotations.Nullable;

/**
 * Treatment of values that are bad or missing, by aggregates (Part 13, 4.2.1.2).
 *
 * @param treatUncertainAsBad whether uncertain values count as bad; null for true
 * @param percentDataBad percent of bad values that makes an aggregate bad, 0 to 100; null for 0
 * @param percentDataGood percent of good values that makes an aggregate good, 0 to 100; null for 0
 * @param useSlopedExtrapolation whether values go on in a line where they end; null for true
 */
public record AggregateConfiguration(
    @Nullable Boolean treatUncertainAsBad,
    @Nullable Integer percentDataBad,
    @Nullable Integer percentDataGood,
    @Nullable Boolean useSlopedExtrapolation) {}
