/**
 * Event filters: as users write them, and as one server takes them, with the fields that its events
 * then bring.
 */
package org.bactrian.opcua.event;
