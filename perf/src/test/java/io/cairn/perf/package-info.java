/** Tests of the selection with made-up results; the benchmarks verify their answers themselves. */
@NullMarked
package io.cairn.perf;

import org.jspecify.annotations.NullMarked;
