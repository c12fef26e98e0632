@NullMarked
package io.cairn.perf.bars;

import org.jspecify.annotations.NullMarked;
