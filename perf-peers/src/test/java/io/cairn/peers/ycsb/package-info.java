/** YCSB's bindings, one by one and under YCSB's own workloads. */
@NullMarked
package io.cairn.peers.ycsb;

import org.jspecify.annotations.NullMarked;
