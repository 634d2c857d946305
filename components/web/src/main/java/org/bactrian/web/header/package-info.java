/** Filter of the headers of messages that enter or leave: internal ones stay inside. */
package org.bactrian.web.header;
