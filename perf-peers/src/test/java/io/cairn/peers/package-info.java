/** Tests of the comparison's own arithmetic. */
@NullMarked
package io.cairn.peers;

import org.jspecify.annotations.NullMarked;
