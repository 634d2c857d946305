package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;

/**
 * Browse path through the address space (Part 4, 7.6).
 *
 * @param start where it begins
 * @param path names from there on
 */
public record NodePath(ExpandedNodeId start, RelativePath path) {}
