/** Lists that are given page by page. */
package org.bactrian.cloud.paging;
