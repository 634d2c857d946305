/** Sessions: who connects, to whom, how securely, and what happens when a connection is lost. */
package org.bactrian.opcua.session;
