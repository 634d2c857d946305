/** The role {@code cloud}: what it is started with, and what its routes find. */
package org.bactrian.cloud;
