/** Service calls on nodes, in as many requests as a server's limits ask for. */
package org.bactrian.opcua.service;
