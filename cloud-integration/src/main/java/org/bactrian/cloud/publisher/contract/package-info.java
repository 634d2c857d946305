/** Requests and answers of the publisher service, as its contract writes them in JSON. */
package org.bactrian.cloud.publisher.contract;
