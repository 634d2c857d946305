/** Steps of the kamelets that decoded telemetry leaves by. */
package org.bactrian.cloud.telemetry.sink;
