/**
 * Subscriptions that outlive connections and servers: monitored items, publish requests, the order
 * of notifications, and what is said when some may be missing.
 */
package org.bactrian.opcua.subscription;
