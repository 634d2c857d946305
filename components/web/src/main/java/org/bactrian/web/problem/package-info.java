/** Problem details (RFC 9457) and the mapping of exceptions to HTTP statuses. */
package org.bactrian.web.problem;
