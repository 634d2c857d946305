/**
 * Push management of servers (Part 12, 7.10): their certificates, trust lists and rejected lists.
 */
package org.bactrian.opcua.push;
