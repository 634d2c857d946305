/**
 * Subscriptions that outlive connections and servers: monitored items, publish requests, the order
 * of notifications, and gaps.
 */
package org.bactrian.opcua.subscription;
