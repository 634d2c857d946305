/**
 * The edge as a module in IoT Hub: what its twin reports and is told, its methods and the endpoints
 * that are activated on it.
 */
package org.bactrian.edge.module;
