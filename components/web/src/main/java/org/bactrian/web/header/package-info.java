/**
 * Headers of messages that come from outside: which of them reach a route, and which of a route's
 * own never leave.
 */
package org.bactrian.web.header;
