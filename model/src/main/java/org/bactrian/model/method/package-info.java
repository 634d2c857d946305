/**
 * Direct methods of any size. IoT Hub takes 128 KB in each direction, so the cloud always calls the
 * method {@code $call} with compressed parts of the real request, and gets the answer in parts. The
 * form is that of OPC Publisher and OPC Twin, so both sides also work with theirs.
 */
package org.bactrian.model.method;
