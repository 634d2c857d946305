package org.bactrian.opcua.discovery;

/**
 * Progress of a scan.
 *
 * @param workers probes that are under way
 * @param progress candidates that have been looked at
 * @param total candidates that there are
 * @param discovered what was found
 */
public record ScanProgress(int workers, long progress, long total, int discovered) {}
