/**
 * From a published nodes file to WriterGroups.
 *
 * <p>The way of a file: {@code FileContent} (bytes to text), {@code LenientPublishedNodesParser}
 * (text to entries and nodes, each with its place), {@code PublishedNodesConverter} (entries to
 * faults, and to fields of writers of groups in {@code WriterGroupBuilders}), {@link
 * org.bactrian.edge.publisher.nodes.PublishedNodes} (groups and faults). {@code AttributeCatalog}
 * has all attributes, which {@code config/published_nodes.schema.json} describes: their type, the
 * part of the configuration that they belong to, and whether they are acted on.
 */
package org.bactrian.edge.publisher.nodes;
