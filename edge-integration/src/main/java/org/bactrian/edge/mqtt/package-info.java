/**
 * Methods over MQTT: one transport of the operations of the edge. A client of version 5 says in its
 * request where the answer is to go; one of version 3.1.1 puts a request id into the topic.
 */
package org.bactrian.edge.mqtt;
