package org.bactrian.cloud.publisher.contract;

import org.jspecify.annotations.Nullable;

/**
 * Answer to a request to publish a node.
 *
 * @param errorInfo left out, since what fails is answered with a problem
 */
public record PublishStartResponse(@Nullable PublishErrorInfo errorInfo) {}
