/**
 * The events service: changes of the registry, progress of discoveries and values of telemetry as
 * live streams to SignalR clients and as Server-Sent Events.
 */
package org.bactrian.cloud.events;
