/** Checks of settings. */
package org.bactrian.model.setting;
