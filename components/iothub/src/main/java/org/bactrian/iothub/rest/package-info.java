/**
 * IoT Hub's service side as JSON: identities, twins, queries and direct methods over the service
 * SDK's HTTP layer. Knows nothing of Camel.
 */
package org.bactrian.iothub.rest;
