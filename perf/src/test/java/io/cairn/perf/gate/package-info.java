/** Tests of the gate's judgement with made-up forks, from fixed and printed seeds. */
@NullMarked
package io.cairn.perf.gate;

import org.jspecify.annotations.NullMarked;
