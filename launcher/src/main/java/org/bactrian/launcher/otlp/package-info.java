/** Export of metrics and traces of a role to an OpenTelemetry collector by OTLP. */
@org.jspecify.annotations.NullMarked
package org.bactrian.launcher.otlp;
