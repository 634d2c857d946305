/**
 * From a published nodes file to WriterGroups.
 *
 * <p>The way of a file: {@code FileContent} (bytes to text), {@code LenientPublishedNodesParser}
 * (text to entries and nodes, each with its place), {@code PublishedNodesConverter} (entries to
 * faults, and to fields of writers of groups in {@code WriterGroupBuilders}), {@link
 * org.bactrian.edge.publisher.nodes.PublishedNodes} (groups and faults). {@code EntryAttribute} and
 * {@code OpcNodeAttribute} are the tables of what there is, what type it has, and whether it is
 * acted on; a new attribute starts there and in {@code config/published_nodes.schema.json}.
 */
package org.bactrian.edge.publisher.nodes;
