/**
 * Fuzzing of what reads files and streams that others may have written, or damaged: the store's
 * file, the index image, a snapshot's stream, and the JSON Lines of the command line.
 *
 * <p>Each target takes the fuzzer's bytes, makes an input of them, has it read, and throws if
 * anything happens that may not: an exception that is none of Cairn's, a message without the file
 * and the offset, wrong data, an unsound store. Checksums would stop every mutation at the door, so
 * most inputs are edits of a real file, after which the checksums are made to fit again; what then
 * opens is compared with what the format's description says of those bytes, by code of its own.
 *
 * <p>{@link io.cairn.fuzz.SeedsTest} runs the kept seeds on each JDK,
 * {@link io.cairn.fuzz.FuzzingTest} lets Jazzer look for new ones.
 */
@NullMarked
package io.cairn.fuzz;

import org.jspecify.annotations.NullMarked;
