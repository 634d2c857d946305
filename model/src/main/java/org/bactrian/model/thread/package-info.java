/** Threads that every module makes alike. */
package org.bactrian.model.thread;
