package org.bactrian.edge.options;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Location of the publisher's configuration.
 *
 * @param file published nodes file
 * @param named whether the user named it; else it is OPC Publisher's in the current folder
 * @param createIfMissing whether an empty one is made when there is none
 * @param maxNodesPerDataSet most nodes in one data set, at least 1; more are spread over several
 * @param sealCredentials whether credentials in the file are encrypted
 * @param init calls that are made at the start; empty for none
 */
@RecordBuilder
public record PublishedNodesOptions(
    Path file,
    boolean named,
    boolean createIfMissing,
    int maxNodesPerDataSet,
    boolean sealCredentials,
    Optional<InitFileOptions> init)
    implements PublishedNodesOptionsBuilder.With {}
