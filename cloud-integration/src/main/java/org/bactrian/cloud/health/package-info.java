/** Readiness of the services that the cloud needs. */
package org.bactrian.cloud.health;
