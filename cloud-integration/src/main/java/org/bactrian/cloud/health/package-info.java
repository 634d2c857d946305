/** Whether what the cloud needs is there. */
package org.bactrian.cloud.health;
