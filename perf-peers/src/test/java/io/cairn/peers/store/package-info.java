/** The contract that makes the figures comparable: every adapter does the same. */
@NullMarked
package io.cairn.peers.store;

import org.jspecify.annotations.NullMarked;
