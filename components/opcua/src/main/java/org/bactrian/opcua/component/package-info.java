/** The Camel component {@code opcua}. */
package org.bactrian.opcua.component;
