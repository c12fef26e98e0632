/** Tests of the pages with made-up figures; how they look is seen in a browser. */
@NullMarked
package io.cairn.perf.report;

import org.jspecify.annotations.NullMarked;
