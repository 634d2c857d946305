/**
 * OPC UA values as JSON (Part 6, 5.4), written without trees and without text in between, and read.
 */
package org.bactrian.model.variant;
