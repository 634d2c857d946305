/**
 * The edge's own HTTP API: one transport of its operations, with TLS and an API key, both of which
 * the module's twin reports.
 */
package org.bactrian.edge.http;
