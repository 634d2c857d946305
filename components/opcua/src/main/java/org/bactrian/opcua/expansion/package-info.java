/**
 * Expansion of objects and types to the variables, methods and events below them, by browsing the
 * address space of a server within bounds.
 */
package org.bactrian.opcua.expansion;
