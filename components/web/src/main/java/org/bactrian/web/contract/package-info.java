/**
 * OpenAPI documents of a role's services and the validation of requests against them.
 *
 * <p>An operation of a document is bound by its id and by nothing else: {@code
 * routes/<role>/<service>.camel.yaml} names the document, and Camel sends each request to {@code
 * direct:<operationId>}. What arrives there has been authorised and validated:
 *
 * <ul>
 *   <li>path and query parameters are headers under the names of the document, still as text;
 *   <li>the body is JSON whose property names are written as the document writes them, and becomes
 *       a record when a bean's parameter asks for one;
 *   <li>what the route leaves as the body, a record, a collection of them or nothing, is the
 *       answer; an {@link java.util.Iterator} is sent element by element as it yields them, and is
 *       closed, if it is {@link AutoCloseable}, when it ends or when its caller has gone;
 *   <li>a failure is thrown as a type of {@code org.bactrian.model.fault}, whose status one table
 *       knows; nothing else about HTTP concerns an operation.
 * </ul>
 */
package org.bactrian.web.contract;
