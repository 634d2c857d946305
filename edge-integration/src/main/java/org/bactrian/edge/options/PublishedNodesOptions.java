package org.bactrian.edge.options;

import java.nio.file.Path;

/**
 * Where the configuration of the publisher comes from.
 *
 * @param file published nodes file
 * @param createIfMissing whether an empty one is made when there is none
 * @param maxNodesPerDataSet most nodes in one data set, at least 1; more are spread over several
 */
public record PublishedNodesOptions(Path file, boolean createIfMissing, int maxNodesPerDataSet) {}
