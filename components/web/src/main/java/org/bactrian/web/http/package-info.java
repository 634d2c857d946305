/**
 * REST server: one HTTP server for contracts, documents and users' routes, with authentication,
 * limits and problems.
 */
package org.bactrian.web.http;
