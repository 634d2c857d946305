package org.bactrian.opcua.service;

import java.util.List;

/**
 * Result of one operation of a service call.
 *
 * @param value the answer as it came
 * @param result its status and diagnostics
 * @param strings what other diagnostics in {@code value} point at
 */
record OperationResult<R>(R value, ServiceResult result, List<String> strings) {}
