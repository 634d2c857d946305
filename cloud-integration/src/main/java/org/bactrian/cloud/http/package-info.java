/**
 * The REST door of the cloud: one HTTP server on which contracts, documents and users' routes are
 * served, who may use it, and what a failure is answered with.
 */
package org.bactrian.cloud.http;
