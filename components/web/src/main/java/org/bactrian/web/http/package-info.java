/**
 * A REST door: one HTTP server on which contracts, documents and users' routes are served, who may
 * come in, and what a failure is answered with.
 */
package org.bactrian.web.http;
