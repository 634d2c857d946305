/** The SQL database that replicas share: what is neither an identity nor a twin of IoT Hub. */
package org.bactrian.cloud.storage;
