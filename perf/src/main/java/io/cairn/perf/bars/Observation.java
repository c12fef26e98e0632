package io.cairn.perf.bars;

import io.cairn.perf.Medium;

/**
 * What one fork of one round measured.
 *
 * @param lane on which backend and Java
 * @param medium where its store was
 * @param entries how many entries it had
 * @param round in which round, from 1
 * @param readings what came of it
 */
record Observation(Lane lane, Medium medium, int entries, int round, Readings readings) {}
