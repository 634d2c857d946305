/** What a caller is told when a request is not carried out: RFC 9457, and one table of statuses. */
package org.bactrian.web.problem;
