/**
 * Queries for events, in a language like SQL, as filters of OPC UA: text to tokens, tokens to an
 * expression, and an expression to a filter with the fields that the server's event types have.
 */
package org.bactrian.edge.query;
