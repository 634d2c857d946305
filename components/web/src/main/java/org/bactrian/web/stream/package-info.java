/**
 * Streams of messages to many clients: hubs with groups, bounded queues, Server-Sent Events. Knows
 * nothing of what the messages say.
 */
package org.bactrian.web.stream;
