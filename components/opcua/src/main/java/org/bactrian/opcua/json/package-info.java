/** OPC UA values as JSON (Part 6, 5.4): streaming writers, and readers of several notations. */
package org.bactrian.opcua.json;
