/** Topics at brokers, made of templates with variables. */
package org.bactrian.edge.topic;
