/** Sessions with servers: connecting, security, credentials, and recovery of lost connections. */
package org.bactrian.opcua.session;
